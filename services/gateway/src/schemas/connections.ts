import { z } from "@hono/zod-openapi";

import type { ConnectionCheck, SourceListing } from "@datamantri/contracts";

import { bigQueryServer, name, project, secretOf } from "./servers.ts";

export const browseBody = z
  .strictObject({
    ...bigQueryServer,
    data_project: project.optional(),
    pipeline_id: secretOf,
    dataset: name.optional().meta({ description: "Lists its tables; without one the datasets are listed." }),
    table: name.optional().meta({ description: "Shows its columns and first rows." }),
  })
  .refine(({ dataset, table }) => table === undefined || dataset !== undefined, {
    error: "is needed with table",
    path: ["dataset"],
  })
  .meta({ id: "BrowseInput" });

export const checksView = z
  .object({
    ok: z.boolean().meta({ description: "Whether every step went well." }),
    checks: z
      .array(
        z.object({
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
            "writable",
          ]),
          ok: z.boolean(),
          message: z.string().meta({ description: "What was found, for people." }),
          code: z.string().nullable().meta({ description: "Of docs/errors.md, when it failed." }),
        }) satisfies z.ZodType<ConnectionCheck>,
      )
      .readonly()
      .meta({ description: "In the order tried; what comes after a step that the others need is not tried." }),
  })
  .meta({ id: "ConnectionChecks" });

export const checksExample: z.output<typeof checksView> = {
  ok: false,
  checks: [
    { check: "dns", ok: true, message: "db.example.com has an address", code: null },
    {
      check: "tcp",
      ok: false,
      message: "The host is there, but nothing listens on this port.",
      code: "sink_unreachable",
    },
  ],
};

/** Tables of either side. */
export const listedTables = z
  .array(z.object({ name: z.string(), type: z.string().meta({ description: "TABLE, VIEW, ..." }) }))
  .readonly()
  .nullable();

/** Columns of either side, types as it names them. */
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
        row_count: z.int().nullable().meta({ description: "Null where only a query would tell, as of a view." }),
        rows: z
          .array(z.array(z.unknown()).readonly())
          .readonly()
          .meta({ description: "The first rows, values as BigQuery writes them, long ones cut; none of a view." }),
      })
      .nullable(),
    is_complete: z.boolean().meta({ description: "False when there is more than is listed." }),
  })
  .meta({ id: "SourceListing" }) satisfies z.ZodType<SourceListing>;

export const sourceListingExample: SourceListing = {
  datasets: null,
  tables: [
    { name: "customers", type: "TABLE" },
    { name: "orders", type: "TABLE" },
  ],
  table: null,
  is_complete: true,
};
