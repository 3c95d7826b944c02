/** Completes the source of a request from the stored connection that it names, or with a pipeline's secret. */
import type { SourceAccessInput, SecretsApi } from "@datamantri/contracts";
import type { BigQueryConnection, SourceConfig } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";
import { dropFields, resolveSecret, type SecretLocations } from "@datamantri/runtime";

interface AskedSource<Config extends SourceAccessInput> {
  readonly config: Config;
  readonly credentials: string | null;
  readonly pipeline_id?: string | undefined;
}

/** Complete, with the project of the stored connection or the request. */
interface WholeSource<Config> {
  readonly config: Config & Pick<SourceConfig, "project">;
  readonly credentials: string | null;
}

export type ResolveSource = <Config extends SourceAccessInput>(
  source: AskedSource<Config>,
) => Promise<WholeSource<Config>>;

/** The registry's answers. */
export interface SourceStore {
  connection(id: string): Promise<SecretsApi["connections.source"][1]>;
  /** Credentials of a pipeline, for the server that they are bound to. */
  credentials(pipelineId: string, server: BigQueryConnection): Promise<string | null>;
}

/**
 * The answers throw PipelineError `not_found` for an unknown connection or pipeline, `request_invalid` for a server
 * that a pipeline's credentials are not bound to, `secret_reference_invalid`.
 */
export function openSourceResolver(store: SourceStore, locations: SecretLocations): ResolveSource {
  return async <Config extends SourceAccessInput>(asked: AskedSource<Config>) => {
    const { config, credentials: given, pipeline_id: pipelineId } = asked;
    const { connection_id: id } = config;
    if (id !== undefined) {
      const stored = await store.connection(id);
      // The request cannot add access fields that the connection leaves unset: its credentials were given without them.
      const own = dropFields(config, accessNames("bigquery"));
      return { config: { ...own, ...stored.config }, credentials: await resolveSecret(stored.credentials, locations) };
    }
    // Without a connection the gateway has validated that there is a project.
    const whole = config as Config & Pick<SourceConfig, "project">;
    const credentials = given === null && pipelineId !== undefined ? await store.credentials(pipelineId, whole) : given;
    return { config: whole, credentials: await resolveSecret(credentials, locations) };
  };
}
