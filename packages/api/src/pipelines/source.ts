/** The BigQuery side of a pipeline. */
import { z } from "zod";

import { defaultIntervalSeconds } from "../values.ts";
import { bigQueryAccess, connectionId, credentials, name, project } from "../connections/servers.ts";
import { refuseBothConnections } from "./one-connection.ts";
import { findQueryParameter } from "./query-text.ts";

const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** https://cloud.google.com/bigquery/docs/labels-intro#requirements; the product adds four labels of its own. */
const labels = z
  .record(
    z
      .string()
      .regex(
        /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u,
        "a label's name has at most 63 lower-case letters, digits, _ and -",
      )
      .refine((key) => !key.startsWith("datamantri_"), "labels that begin with datamantri_ are reserved"),
    z
      .string()
      .regex(labelValue, "a label's value has at most 63 lower-case letters, digits, _ and -")
      // With a flag, the pattern in the API's document would contain the flag.
      .meta({ pattern: labelValue.source }),
  )
  .refine((all) => Object.keys(all).length <= 60, "at most 60 labels: BigQuery's limit is 64, and four are reserved");

/** A parameter that is called as one of ours would have that one's value in some queries, and none in others. */
function refuseParameter(text: string, context: z.RefinementCtx): void {
  const parameter = findQueryParameter(text);
  if (parameter === undefined) return;
  const message = `has the query parameter ${parameter}, to which no run gives a value: write the value itself`;
  context.addIssue({ code: "custom", message });
}

/** Every option of a source. A new one is declared here, and nowhere else. */
const options = {
  connection_id: connectionId,
  ...bigQueryAccess,
  project: project.optional(),
  dataset: name.optional().meta({ title: "Dataset", description: "Dataset of the table." }),
  table: name
    .refine((text) => !text.slice(0, -1).includes("*"), {
      error: "may have a * only at its end: the names of several tables begin alike",
    })
    .optional()
    .meta({
      title: "Table",
      description:
        "Table or view to read, or several tables by the beginning of their names and `*` (`events_*`). Either a table or a query.",
    }),
  query: z
    .string()
    .trim()
    .min(1)
    .max(1_000_000)
    .superRefine(refuseParameter)
    .optional()
    .meta({ title: "Query", description: "One SELECT in GoogleSQL. Either a table or a query." }),
  filter: z.string().trim().min(1).max(10_000).superRefine(refuseParameter).optional().meta({
    title: "Row filter",
    description:
      "Condition in GoogleSQL, as after WHERE: only rows for which it is true are read, by a query that BigQuery bills.",
  }),
  data_project: project.optional().meta({
    title: "Project of the data",
    description: "Project that holds the table. Default: `project`.",
  }),
  location: name.optional().meta({
    title: "Location",
    description: "BigQuery location of the jobs. Default: the location of the dataset.",
  }),
  maximum_bytes_billed: z
    .string()
    .regex(/^\d{1,18}$/, "is not a number of bytes")
    .optional()
    .meta({
      title: "Query byte limit",
      description: "Most bytes that a query may bill. Default: MAXIMUM_BYTES_BILLED of the extractor.",
    }),
  allow_query_billing: z.boolean().optional().meta({
    title: "Allow billed reads",
    description: "Reads a view or an external table by a query that BigQuery bills.",
  }),
  query_priority: z.enum(["interactive", "batch"]).optional().meta({
    title: "Query priority",
    description:
      "`batch` jobs wait until BigQuery has idle capacity, and do not count as concurrent queries. Default: `interactive`.",
  }),
  labels: labels.optional().meta({ title: "Labels", description: "Labels of the BigQuery jobs." }),
  cursor_column: name.optional().meta({
    title: "Cursor column",
    description:
      "Column that grows with every change of a row. It orders the versions of a row, and is where an " +
      "incremental run continues. `_PARTITIONTIME`, `_PARTITIONDATE` and `_TABLE_SUFFIX` can be cursors of a merge.",
  }),
  cursor_start: z.string().trim().min(1).max(100).optional().meta({
    title: "Start at",
    description: "First value of the cursor that incremental runs read. Default: every row.",
  }),
  read: z.enum(["full", "incremental"]).optional().meta({
    title: "Read",
    description: "`incremental` reads only rows after the cursor column's watermark. Default: `full`.",
  }),
  skip_unchanged: z
    .boolean()
    .optional()
    .meta({
      title: "Skip an unchanged source",
      description:
        "Skips a run when the table has not changed since the last successful run. Default: only scheduled runs are " +
        "skipped, and no full read that appends.",
    }),
  interval_seconds: z
    .int()
    .min(1)
    .max(3_600)
    .optional()
    .meta({
      title: "Interval",
      description: `Time between the runs of a stream. Default: ${defaultIntervalSeconds} seconds.`,
    }),
  lookback_seconds: z
    .int()
    .min(0)
    .max(31_536_000)
    .optional()
    .meta({
      title: "Look back",
      description:
        "How far before the watermark rows are read again, for rows that arrive late. In whole days for a cursor of type DATE, " +
        "and for `_TABLE_SUFFIX` of tables of days (`events_20240105`). Default: 0, and for partitions by the time of arrival a day.",
    }),
  lookback_units: z
    .int()
    .min(0)
    .max(2 ** 52)
    .optional()
    .meta({
      title: "Look back by",
      description: "The same for a cursor of type INT64, NUMERIC or BIGNUMERIC, in its own unit.",
    }),
  cursor_nulls: z
    .enum(["refuse", "include", "exclude"])
    .optional()
    .meta({
      title: "Rows without a cursor",
      description:
        "When the cursor of an incremental read is NULL: `refuse` fails the run, `include` reads these rows at every run " +
        "(needs merge), `exclude` leaves them out. Default: `refuse`.",
    }),
};

/** In requests. */
export const sourceInput = z
  .strictObject({
    ...options,
    credentials,
    maximum_bytes_billed: z
      .union([options.maximum_bytes_billed.unwrap(), z.int().nonnegative()])
      .transform(String)
      .optional()
      .meta(options.maximum_bytes_billed.meta()!),
  })
  .refine(({ query, table }) => (query === undefined) !== (table === undefined), {
    error: "set either table (with dataset) or query",
  })
  .refine(({ table, dataset }) => table === undefined || dataset !== undefined, {
    error: "is required with table",
    path: ["dataset"],
  })
  .refine(({ query, filter }) => query === undefined || filter === undefined, {
    error: "is for tables; write the condition into the query",
    path: ["filter"],
  })
  .superRefine(refuseBothConnections("bigquery"))
  .meta({ id: "SourceInput" });

/** As stored, without its secret. With `connection_id` it has none of the connection's fields. */
export const source = z.object(options).meta({ id: "Source" });
export type PipelineSource = z.infer<typeof source>;

/** With its connection's fields. */
export type SourceConfig = PipelineSource & { readonly project: string };
