/** The state of a connection's form, and the connection to send. */
import type { Connection, ConnectionInput } from "../../api/types.ts";
import type { TlsMode } from "../../parts/tls-field.tsx";

export interface ConnectionDraft {
  readonly name: string;
  readonly kind: Connection["kind"];
  readonly project: string;
  readonly apiEndpoint: string;
  readonly impersonated: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly sslMode: TlsMode;
  /** Credentials or password. Empty: none for a new connection, unchanged for an existing one. */
  readonly secret: string;
  readonly isSecretRemoved: boolean;
}

const empty: ConnectionDraft = {
  name: "",
  kind: "postgres",
  project: "",
  apiEndpoint: "",
  impersonated: "",
  host: "",
  port: "5432",
  database: "",
  user: "",
  sslMode: "",
  secret: "",
  isSecretRemoved: false,
};

export function toConnectionDraft(connection?: Connection): ConnectionDraft {
  if (connection === undefined) return empty;
  const { name, kind, config } = connection;
  if (kind === "bigquery") {
    const { project, api_endpoint = "", impersonate_service_account = "" } = config;
    return { ...empty, name, kind, project, apiEndpoint: api_endpoint, impersonated: impersonate_service_account };
  }
  const { host, port, database, user, ssl_mode = "" } = config;
  return { ...empty, name, kind, host, port: String(port), database, user, sslMode: ssl_mode };
}

export function toConnectionInput(draft: ConnectionDraft): ConnectionInput {
  const { name, kind, secret, isSecretRemoved } = draft;
  const given = isSecretRemoved ? null : secret || undefined;
  if (kind === "bigquery") {
    const { project, apiEndpoint, impersonated } = draft;
    return {
      name,
      kind,
      config: {
        project,
        ...(apiEndpoint && { api_endpoint: apiEndpoint }),
        ...(impersonated && { impersonate_service_account: impersonated }),
        ...(given !== undefined && { credentials: given }),
      },
    };
  }
  const { host, port, database, user, sslMode } = draft;
  return {
    name,
    kind,
    config: {
      host,
      port: Number(port),
      database,
      user,
      ...(sslMode && { ssl_mode: sslMode }),
      ...(given !== undefined && { password: given }),
    },
  };
}
