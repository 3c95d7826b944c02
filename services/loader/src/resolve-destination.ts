/** What a loader is asked about, made whole: the stored connection that it names, and its secret. */
import type { ConnectionsApi, DestinationAccessInput, PostgresConnection } from "@datamantri/contracts";
import { resolveSecret, type SecretPlaces } from "@datamantri/runtime";

type Input = Omit<DestinationAccessInput, "schema">;

export type ResolveDestination = <Config extends Input>(destination: {
  readonly config: Config;
  readonly password: string | null;
}) => Promise<{ readonly config: Config & PostgresConnection; readonly password: string | null }>;

/** What the registry says about a stored connection. */
type FetchConnection = (id: string) => Promise<ConnectionsApi["connections.destination"][1]>;

/** The answers throw PipelineError `not_found` for an unknown connection, `secret_reference_invalid`. */
export function openDestinationResolver(fetch: FetchConnection, places: SecretPlaces): ResolveDestination {
  return async ({ config, password }) => {
    const { connection_id: id } = config;
    if (id === undefined) {
      // Without a connection the gateway has seen to it that it is whole.
      const whole = config as typeof config & PostgresConnection;
      return { config: whole, password: await resolveSecret(password, places) };
    }
    const stored = await fetch(id);
    return { config: { ...config, ...stored.config }, password: await resolveSecret(stored.password, places) };
  };
}
