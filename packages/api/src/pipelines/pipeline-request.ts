import type { z } from "zod";

import { credentialsText, defaultPort } from "../connections/servers.ts";
import { defaultIntervalSeconds, type PipelineSecrets } from "../values.ts";
import type { PipelineConfiguration, pipelineBody } from "./pipeline.ts";

export interface PipelineRequest {
  readonly pipeline: PipelineConfiguration;
  readonly secrets: PipelineSecrets;
}

/** Moves the secrets out of the configuration, so that the stored configuration can be shown. */
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

/** Stored explicitly, so that readers of the pipeline see them. */
function streamDefaults({ interval_seconds = defaultIntervalSeconds }: { interval_seconds?: number | undefined }) {
  return { read: "incremental", interval_seconds } as const;
}
