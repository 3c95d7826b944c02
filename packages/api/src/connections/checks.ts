import { z } from "zod";

import { vendorMessage } from "../scalars.ts";
import { bigQueryServer, name, project, secretOf } from "./servers.ts";

export const browseBody = z
  .strictObject({
    ...bigQueryServer,
    data_project: project.optional(),
    pipeline_id: secretOf,
    dataset: name.optional().meta({ description: "Lists its tables. Default: lists the datasets." }),
    table: name.optional().meta({ description: "Shows its columns and first rows." }),
  })
  .refine(({ dataset, table }) => table === undefined || dataset !== undefined, {
    error: "is required with table",
    path: ["dataset"],
  })
  .meta({ id: "BrowseInput" });

/** A step of connecting to a server. */
const check = z.object({
  check: z.enum([
    "dns",
    "tcp",
    "tls",
    "login",
    "credentials",
    "datasets",
    "jobs",
    "ledger",
    "schema",
    "target",
    "writable",
  ]),
  ok: z.boolean(),
  message: z.string().meta({ description: "Sentence for people." }),
  code: z.string().nullable().meta({ description: "Code of docs/errors.md, if it failed." }),
  vendor_message: vendorMessage.optional(),
});
export type ConnectionCheck = z.infer<typeof check>;

export const checksView = z
  .object({
    ok: z.boolean().meta({ description: "Whether every step succeeded." }),
    checks: z.array(check).readonly().meta({ description: "In order. Steps that need a failed one are missing." }),
  })
  .meta({ id: "ConnectionChecks" });

export const checksExample: z.output<typeof checksView> = {
  ok: false,
  checks: [
    { check: "dns", ok: true, message: "db.example.com has an address", code: null },
    {
      check: "tcp",
      ok: false,
      message: "Connection refused. Check the port and that the server is running.",
      code: "sink_unreachable",
    },
  ],
};

/** Tables of a source or destination. */
export const listedTables = z
  .array(z.object({ name: z.string(), type: z.string().meta({ description: "TABLE, VIEW, ..." }) }))
  .readonly()
  .nullable();

/** Columns of a source or destination, with its own type names. */
export const listedColumns = z
  .array(z.object({ name: z.string(), type: z.string(), is_nullable: z.boolean() }))
  .readonly();

export const sourceListingView = z
  .object({
    datasets: z.array(z.string()).readonly().nullable(),
    tables: listedTables,
    table: z
      .object({
        columns: listedColumns,
        row_count: z.int().nullable().meta({ description: "Null if only a query could count them, as for a view." }),
        rows: z.array(z.array(z.unknown()).readonly()).readonly().meta({
          description: "First rows, with values as BigQuery formats them, long ones truncated. Empty for a view.",
        }),
      })
      .nullable(),
    is_complete: z.boolean().meta({ description: "False if the list was truncated." }),
  })
  .meta({ id: "SourceListing" });
export type SourceListing = z.infer<typeof sourceListingView>;

export const sourceListingExample: SourceListing = {
  datasets: null,
  tables: [
    { name: "customers", type: "TABLE" },
    { name: "orders", type: "TABLE" },
  ],
  table: null,
  is_complete: true,
};
