/** The state of a connection's form, and the connection to send. */
import { accessNames, accessSecrets, type accessFields } from "@datamantri/api/values";

import type { Connection, ConnectionInput } from "../../api/types.ts";

type Kinds = typeof accessFields;

/** Every field that reaches a server, of both kinds. */
export type AccessName = keyof Kinds["bigquery"] | keyof Kinds["postgres"];

/** Fields as text, by their names in the API; empty for none. */
export interface ConnectionDraft extends Readonly<Record<AccessName, string>> {
  readonly name: string;
  readonly kind: Connection["kind"];
  /** Credentials or password. Empty: none for a new connection, unchanged for an existing one. */
  readonly secret: string;
  readonly isSecretRemoved: boolean;
}

const allNames: readonly AccessName[] = [...accessNames("bigquery"), ...accessNames("postgres")];

const empty: ConnectionDraft = {
  ...(Object.fromEntries(allNames.map((name) => [name, ""])) as Readonly<Record<AccessName, string>>),
  port: "5432",
  name: "",
  kind: "postgres",
  secret: "",
  isSecretRemoved: false,
};

export function toConnectionDraft(connection?: Connection): ConnectionDraft {
  if (connection === undefined) return empty;
  const { name, kind, config } = connection;
  const texts = Object.entries(config).map(([field, value]) => [field, String(value)]);
  return { ...empty, ...(Object.fromEntries(texts) as Partial<ConnectionDraft>), name, kind };
}

export function toConnectionInput(draft: ConnectionDraft): ConnectionInput {
  const { name, kind, secret, isSecretRemoved } = draft;
  const given = isSecretRemoved ? null : secret || undefined;
  const set = accessNames(kind).filter((field) => draft[field] !== "");
  const config = {
    ...Object.fromEntries(set.map((field) => [field, field === "port" ? Number(draft.port) : draft[field]])),
    ...(given !== undefined && { [accessSecrets[kind]]: given }),
  };
  return { name, kind, config } as ConnectionInput;
}
