import type { ColumnType, Generated } from "kysely";

import type { BigQueryConnection, ConnectionKind, PostgresConnection } from "@datamantri/api";

export interface ConnectionsTable {
  id: string;
  name: string;
  kind: ConnectionKind;
  /** Of the type that `kind` says. */
  config: ColumnType<BigQueryConnection | PostgresConnection, string, string>;
  /** Sealed JSON of `ConnectionSecret`. */
  secrets: Buffer;
  version: Generated<number>;
  created_by: string;
  created_at: ColumnType<Date, never, never>;
  updated_at: Generated<Date>;
  archived_at: Date | null;
}
