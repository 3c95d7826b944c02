import type { z } from "zod";

import { credentialsText, defaultPort } from "../connections/servers.ts";
import type { PipelineConfiguration, pipelineBody } from "./pipeline.ts";
import { defaultIntervalSeconds } from "./source.ts";

/** A pipeline's write-only fields: kept sealed, never in a view, message, log or error. */
export interface PipelineSecrets {
  /** A credentials file as Google hands it out, as JSON text. Absent: unchanged. Null: removed. The others likewise. */
  readonly source_credentials?: string | null | undefined;
  readonly destination_password?: string | null | undefined;
  /** Key of the masks `hmac` and salted `sha256`. */
  readonly mask_key?: string | null | undefined;
}

/** Where a client writes each secret. */
export const secretFields = {
  source_credentials: "source_config.credentials",
  destination_password: "destination_config.password",
  mask_key: "mapping.mask_key",
} as const satisfies Record<keyof PipelineSecrets, string>;

export interface PipelineRequest {
  readonly pipeline: PipelineConfiguration;
  readonly secrets: PipelineSecrets;
}

/** Takes the secrets out of the configuration, so that what is kept with it cannot be shown. */
export function toPipelineRequest(body: z.output<typeof pipelineBody>): PipelineRequest {
  const { credentials, ...given } = body.source_config;
  const { password, ...destination } = body.destination_config;
  const { mask_key, ...mapping } = body.mapping ?? {};
  return {
    pipeline: {
      ...body,
      source_config: body.mode === "stream" ? { ...given, ...streamDefaults(given) } : given,
      destination_config:
        destination.connection_id === undefined
          ? { ...destination, port: destination.port ?? defaultPort }
          : destination,
      mapping: body.mapping ? mapping : null,
    },
    secrets: {
      ...(credentials === undefined ? {} : { source_credentials: credentialsText(credentials) }),
      ...(password === undefined ? {} : { destination_password: password }),
      ...(mask_key === undefined ? {} : { mask_key }),
    },
  };
}

/** Written out, so that readers of the pipeline see them. */
function streamDefaults({ interval_seconds = defaultIntervalSeconds }: { interval_seconds?: number | undefined }) {
  return { read: "incremental", interval_seconds } as const;
}
