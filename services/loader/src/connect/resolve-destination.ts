/** Completes the server of a request from the stored connection that it names, or with a pipeline's secret. */
import type { DestinationAccessInput, SecretsApi } from "@datamantri/contracts";
import type { PostgresConnection } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";
import { dropFields, resolveSecret, type HostList, type SecretLocations } from "@datamantri/runtime";

import { defaultSslMode } from "./client-config.ts";

type Input = Omit<DestinationAccessInput, "schema">;

interface AskedDestination<Config extends Input> {
  readonly config: Config;
  readonly password: string | null;
  readonly pipeline_id?: string | undefined;
}

export type ResolveDestination = <Config extends Input>(
  destination: AskedDestination<Config>,
) => Promise<{ readonly config: Config & PostgresConnection; readonly password: string | null }>;

/** The registry's answers. */
export interface DestinationStore {
  connection(id: string): Promise<SecretsApi["connections.destination"][1]>;
  /** Password of a pipeline, for the server that it is bound to. */
  password(pipelineId: string, server: PostgresConnection): Promise<string | null>;
}

/**
 * The answers throw PipelineError `not_found` for an unknown connection or pipeline, `request_invalid` for a server
 * that a pipeline's password is not bound to, `secret_reference_invalid`.
 */
export function openDestinationResolver(
  store: DestinationStore,
  locations: SecretLocations,
  plain: HostList,
): ResolveDestination {
  return async <Config extends Input>(asked: AskedDestination<Config>) => {
    const { config, password: given, pipeline_id: pipelineId } = asked;
    const { connection_id: id } = config;
    if (id !== undefined) {
      const stored = await store.connection(id);
      // The request cannot add access fields that the connection leaves unset: its secret was given without them.
      const own = dropFields(config, accessNames("postgres"));
      return prepareServer({ ...own, ...stored.config }, stored.password, locations, plain);
    }
    // Without a connection the gateway has validated it as complete.
    const whole = config as Config & PostgresConnection;
    const password = given === null && pipelineId !== undefined ? await store.password(pipelineId, whole) : given;
    return prepareServer(whole, password, locations, plain);
  };
}

/**
 * Prepares a server for this loader: applies its default TLS mode and resolves references.
 *
 * @throws PipelineError `secret_reference_invalid`
 */
export async function prepareServer<Config extends PostgresConnection>(
  server: Config,
  password: string | null,
  locations: SecretLocations,
  plain: HostList,
): Promise<{ readonly config: Config; readonly password: string | null }> {
  const { host, ssl_mode = defaultSslMode(host, plain), ssl_cert = null, ssl_key = null } = server;
  const [cert, key] = [await resolveSecret(ssl_cert, locations), await resolveSecret(ssl_key, locations)];
  const own = { ...(cert !== null && { ssl_cert: cert }), ...(key !== null && { ssl_key: key }) };
  return { config: { ...server, ssl_mode, ...own }, password: await resolveSecret(password, locations) };
}
