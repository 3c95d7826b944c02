/**
 * Properties of each field that reaches a server, except for its secret. A new field is declared in `servers.ts` and
 * here; otherwise this file does not compile. Checks, bindings of secrets, pools, the console's forms and the access of
 * runs are derived from it. No schemas.
 */
import type { BigQueryConnection, ConnectionKind, PostgresConnection } from "./connections.ts";

interface AccessField {
  /** True if it determines which server and database is reached. The others determine how, and as whom. */
  readonly isEndpoint: boolean;
  /** True if a connection, or a pipeline without a stored connection, must have it. */
  readonly isRequired: boolean;
}

export const accessFields = {
  bigquery: {
    project: { isEndpoint: true, isRequired: true },
    api_endpoint: { isEndpoint: true, isRequired: false },
    impersonate_service_account: { isEndpoint: false, isRequired: false },
  },
  postgres: {
    host: { isEndpoint: true, isRequired: true },
    port: { isEndpoint: true, isRequired: false },
    database: { isEndpoint: true, isRequired: true },
    user: { isEndpoint: false, isRequired: true },
    ssl_mode: { isEndpoint: false, isRequired: false },
    ssl_root_cert: { isEndpoint: false, isRequired: false },
    ssl_cert: { isEndpoint: false, isRequired: false },
    ssl_key: { isEndpoint: false, isRequired: false },
    require_auth: { isEndpoint: false, isRequired: false },
  },
} as const satisfies {
  readonly bigquery: Readonly<Record<keyof BigQueryConnection, AccessField>>;
  readonly postgres: Readonly<Record<keyof PostgresConnection, AccessField>>;
};

/** The name of the secret beside these fields. */
export const accessSecrets = { bigquery: "credentials", postgres: "password" } as const;

interface Access {
  readonly bigquery: BigQueryConnection;
  readonly postgres: PostgresConnection;
}

/** The names of the fields, all or those that match `is`, in the order above. */
export function accessNames<Kind extends ConnectionKind>(
  kind: Kind,
  is: (field: AccessField) => boolean = () => true,
): readonly (keyof Access[Kind] & string)[] {
  const fields: Readonly<Record<string, AccessField>> = accessFields[kind];
  return Object.keys(fields).filter((name) => is(fields[name]!)) as (keyof Access[Kind] & string)[];
}

/** Selects these fields from an object that has more, such as a side of a pipeline; unset ones are absent. */
export function accessOf<Kind extends ConnectionKind, Given extends Partial<Access[Kind]>>(
  kind: Kind,
  given: Given,
): Pick<Given, keyof Given & keyof Access[Kind]> {
  const values = given as Readonly<Record<string, unknown>>;
  const set = accessNames(kind).filter((name) => values[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, values[name]])) as Pick<Given, keyof Given & keyof Access[Kind]>;
}
