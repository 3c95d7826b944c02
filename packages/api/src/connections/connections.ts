import { z } from "zod";

import { time, uuid } from "../scalars.ts";
import { listedColumns, listedTables } from "./checks.ts";
import {
  bigQueryAccess,
  bigQueryServer,
  credentialsText,
  name,
  postgresAccess,
  postgresServer,
  project,
  secretOf,
} from "./servers.ts";

const connectionName = z.string().trim().min(1).max(200);

const bigQuery = z.strictObject({ kind: z.literal("bigquery"), config: z.strictObject(bigQueryServer) });
const postgres = z.strictObject({ kind: z.literal("postgres"), config: z.strictObject(postgresServer) });

export const connectionBody = z
  .discriminatedUnion("kind", [bigQuery.extend({ name: connectionName }), postgres.extend({ name: connectionName })])
  .meta({ id: "ConnectionInput" });

/** Body for testing a connection before it is saved. */
export const connectionTestBody = z
  .discriminatedUnion("kind", [
    bigQuery.extend({ data_project: project.optional(), pipeline_id: secretOf }),
    postgres.extend({ schema: name.default("public"), pipeline_id: secretOf }),
  ])
  .meta({ id: "ConnectionTestInput" });

export const connectionTestExample: z.input<typeof connectionTestBody> = {
  kind: "bigquery",
  config: { project: "my-project" },
};

export const connectionBodyExample: z.input<typeof connectionBody> = {
  name: "warehouse",
  kind: "postgres",
  config: { host: "db.example.com", database: "analytics", user: "loader", password: "file:warehouse-password" },
};

export type ConnectionInput =
  | { readonly name: string; readonly kind: "bigquery"; readonly config: BigQueryConnection }
  | { readonly name: string; readonly kind: "postgres"; readonly config: PostgresConnection };
export type ConnectionKind = ConnectionInput["kind"];

const kept = {
  id: uuid,
  name: z.string(),
  version: z.int().meta({ description: "Grows with every change." }),
  created_by: z.string(),
  created_at: time,
  updated_at: time,
};

const bigQueryConnection = z.object(bigQueryAccess);
export type BigQueryConnection = z.infer<typeof bigQueryConnection>;

const postgresConnection = z.object({ ...postgresAccess, port: postgresAccess.port.unwrap() });
export type PostgresConnection = z.infer<typeof postgresConnection>;

export const connectionView = z
  .discriminatedUnion("kind", [
    z.object({ ...kept, kind: z.literal("bigquery"), config: bigQueryConnection }),
    z.object({ ...kept, kind: z.literal("postgres"), config: postgresConnection }),
  ])
  .meta({ id: "Connection" });
export type ConnectionView = z.infer<typeof connectionView>;

export const connectionExample: ConnectionView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
  name: "warehouse",
  kind: "postgres",
  config: { host: "db.example.com", port: 5_432, database: "analytics", user: "loader" },
  version: 1,
  created_by: "ada@example.com",
  created_at: "2026-01-31T08:00:00.000Z",
  updated_at: "2026-01-31T08:00:00.000Z",
};

export const storedTestBody = z
  .strictObject({
    schema: name.default("public").meta({ description: "Of a PostgreSQL connection: where tables are created." }),
    data_project: project.optional().meta({ description: "Of a BigQuery connection: whose datasets are listed." }),
  })
  .meta({ id: "StoredConnectionTestInput" });

export const storedBrowseBody = z
  .strictObject({
    data_project: project.optional().meta({ description: "Of a BigQuery connection. Default: its own project." }),
    dataset: name.optional().meta({ description: "Of a BigQuery connection: lists its tables." }),
    schema: name.optional().meta({ description: "Of a PostgreSQL connection: lists its tables." }),
    table: name.optional().meta({ description: "Shows its columns and a few rows." }),
  })
  .refine(({ table, dataset, schema }) => table === undefined || (dataset ?? schema) !== undefined, {
    error: "is required with table: dataset for BigQuery, schema for PostgreSQL",
    path: ["dataset"],
  })
  .meta({ id: "StoredBrowseInput" });

export const destinationBrowseBody = z
  .strictObject({
    ...postgresServer,
    pipeline_id: secretOf,
    schema: name.optional().meta({ description: "Lists its tables. Default: lists the schemas." }),
    table: name.optional().meta({ description: "Shows its columns and a few rows." }),
  })
  .refine(({ schema, table }) => table === undefined || schema !== undefined, {
    error: "is required with table",
    path: ["schema"],
  })
  .meta({ id: "DestinationBrowseInput" });

export const destinationListingView = z
  .object({
    schemas: z.array(z.string()).readonly().nullable(),
    tables: listedTables,
    table: z
      .object({
        columns: listedColumns,
        row_count_estimate: z
          .number()
          .nullable()
          .meta({ description: "Estimate of PostgreSQL's planner; null if the table was never analyzed." }),
        rows: z
          .array(z.array(z.string().nullable()).readonly())
          .readonly()
          .meta({ description: "A few rows, with values as text, long ones truncated." }),
      })
      .nullable(),
    is_complete: z.boolean().meta({ description: "False if the list was truncated." }),
  })
  .meta({ id: "DestinationListing" });
export type DestinationListing = z.infer<typeof destinationListingView>;

export const destinationListingExample: DestinationListing = {
  schemas: null,
  tables: null,
  table: {
    columns: [{ name: "order_id", type: "bigint", is_nullable: false }],
    row_count_estimate: 2,
    rows: [["1"], ["2"]],
  },
  is_complete: true,
};

/** Splits a request into the connection and its secret. Without a secret the stored one stays. */
export function toConnectionRequest(body: z.output<typeof connectionBody>): {
  readonly connection: ConnectionInput;
  readonly secret?: string | null;
} {
  const { name: called } = body;
  if (body.kind === "bigquery") {
    const { credentials, ...config } = body.config;
    const connection = { name: called, kind: body.kind, config };
    return { connection, ...(credentials === undefined ? {} : { secret: credentialsText(credentials) }) };
  }
  const { password, ...config } = body.config;
  const connection = { name: called, kind: body.kind, config };
  return { connection, ...(password === undefined ? {} : { secret: password }) };
}
