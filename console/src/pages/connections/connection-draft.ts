/** The state of a connection's form, and the connection to send. */
import type { Connection, ConnectionInput } from "../../api/types.ts";
import type { declaredFields } from "../../generated/pipeline-fields.ts";

/** Fields as text, by their names in the API; empty for none. */
export interface ConnectionDraft {
  readonly name: string;
  readonly kind: Connection["kind"];
  readonly project: string;
  readonly api_endpoint: string;
  readonly impersonate_service_account: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly ssl_mode: "" | (typeof declaredFields)["destination_config.ssl_mode"]["values"][number];
  readonly ssl_root_cert: string;
  readonly require_auth: "" | (typeof declaredFields)["destination_config.require_auth"]["values"][number];
  /** Credentials or password. Empty: none for a new connection, unchanged for an existing one. */
  readonly secret: string;
  readonly isSecretRemoved: boolean;
}

const empty: ConnectionDraft = {
  name: "",
  kind: "postgres",
  project: "",
  api_endpoint: "",
  impersonate_service_account: "",
  host: "",
  port: "5432",
  database: "",
  user: "",
  ssl_mode: "",
  ssl_root_cert: "",
  require_auth: "",
  secret: "",
  isSecretRemoved: false,
};

export function toConnectionDraft(connection?: Connection): ConnectionDraft {
  if (connection === undefined) return empty;
  const { name, kind, config } = connection;
  return { ...empty, ...config, name, kind, port: kind === "postgres" ? String(config.port) : empty.port };
}

export function toConnectionInput(draft: ConnectionDraft): ConnectionInput {
  const { name, kind, secret, isSecretRemoved } = draft;
  const given = isSecretRemoved ? null : secret || undefined;
  if (kind === "bigquery") {
    const { project, api_endpoint, impersonate_service_account } = draft;
    return {
      name,
      kind,
      config: {
        project,
        ...(api_endpoint && { api_endpoint }),
        ...(impersonate_service_account && { impersonate_service_account }),
        ...(given !== undefined && { credentials: given }),
      },
    };
  }
  const { host, port, database, user, ssl_mode, ssl_root_cert, require_auth } = draft;
  return {
    name,
    kind,
    config: {
      host,
      port: Number(port),
      database,
      user,
      ...(ssl_mode && { ssl_mode }),
      ...(ssl_root_cert && { ssl_root_cert }),
      ...(require_auth && { require_auth }),
      ...(given !== undefined && { password: given }),
    },
  };
}
