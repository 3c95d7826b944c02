/** What the workers of BigQuery are asked about, made whole: the stored connection that it names, and its secret. */
import type { ConnectionsApi, SourceAccessInput, SourceConfig } from "@datamantri/contracts";
import { resolveSecret, type SecretPlaces } from "@datamantri/runtime";

interface AskedSource<Config extends SourceAccessInput> {
  readonly config: Config;
  readonly credentials: string | null;
}

/** Whole: with the project that a stored connection or the asker says. */
type Whole<Config> = Config & Pick<SourceConfig, "project">;

export type ResolveSource = <Config extends SourceAccessInput>(
  source: AskedSource<Config>,
) => Promise<AskedSource<Whole<Config>>>;

/** What the registry says about a stored connection. */
type FetchConnection = (id: string) => Promise<ConnectionsApi["connections.source"][1]>;

/** The answers throw PipelineError `not_found` for an unknown connection, `secret_reference_invalid`. */
export function openSourceResolver(fetch: FetchConnection, places: SecretPlaces): ResolveSource {
  return async ({ config, credentials }) => {
    const { connection_id: id } = config;
    if (id === undefined) {
      // Without a connection the gateway has seen to it that there is a project.
      return { config: config as Whole<typeof config>, credentials: await resolveSecret(credentials, places) };
    }
    const stored = await fetch(id);
    return { config: { ...config, ...stored.config }, credentials: await resolveSecret(stored.credentials, places) };
  };
}
