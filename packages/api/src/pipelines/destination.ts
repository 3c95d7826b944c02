/** The PostgreSQL side of a pipeline. */
import { z } from "zod";

import { connectionId, defaultPort, host, name, password, postgresAccess } from "../connections/servers.ts";
import { ledgerSchema } from "./ledger-schema.ts";
import { refuseBothConnections } from "./one-connection.ts";
import { asPostgresName } from "./postgres-name.ts";
import { writeModes } from "./write-modes.ts";

const targetName = asPostgresName(name);

export const guardPolicies = ["stop", "warn", "allow"] as const;

const guardPolicy = z.enum(guardPolicies).optional();
const policyText = "`stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.";

const guards = z.strictObject({
  empty: guardPolicy.meta({
    title: "Source is empty",
    description: `The source has no rows, and the target has some. ${policyText}`,
  }),
  shrink: guardPolicy.meta({
    title: "Row count drops",
    description: `The source has far fewer rows than the target. ${policyText}`,
  }),
  shrink_threshold: z.number().gt(0).lt(1).optional().meta({
    title: "Drop threshold",
    description: "Share of rows whose loss counts as a drop. Default: 0.5.",
  }),
  all_null: guardPolicy.meta({
    title: "Column is always NULL",
    description: `A column is NULL in every row, and the target has values. ${policyText}`,
  }),
});
export type Guards = z.infer<typeof guards>;

const rejects = z
  .strictObject({
    max_rows: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ title: "Rejected rows", description: "Most rows that a run may reject." }),
    max_share: z.number().gt(0).max(1).optional().meta({
      title: "Rejected share",
      description: "Largest share of the snapshot's rows that a run may reject.",
    }),
  })
  .refine(({ max_rows, max_share }) => max_rows !== undefined || max_share !== undefined, {
    error: "needs max_rows or max_share",
  });
export type RejectLimits = z.infer<typeof rejects>;

export const verificationLevels = ["none", "counts", "full"] as const;
export type VerificationLevel = (typeof verificationLevels)[number];

/** Every option of a destination. A new one is declared here, and nowhere else. */
const options = {
  connection_id: connectionId,
  ...postgresAccess,
  host: host.optional(),
  port: postgresAccess.port
    .unwrap()
    .optional()
    .meta({ title: "Port", description: `Default: ${defaultPort}.` }),
  database: postgresAccess.database.optional(),
  user: postgresAccess.user.optional(),
  schema: targetName.meta({ title: "Schema", description: "Schema of the target table." }),
  table: targetName.meta({
    title: "Target table",
    description: "Table to write. The first run creates it if it is missing.",
  }),
  write_mode: z.enum(writeModes).optional().meta({
    title: "Write mode",
    description: "What a run with mode `batch` or `stream` does to the target. Default: `append`.",
  }),
  key: z.array(targetName).min(1).max(32).readonly().optional().meta({
    title: "Key",
    description: "Columns that identify a row. Needed by merge, mirror and history.",
  }),
  replace_by: z.enum(["auto", "swap", "in_place"]).optional().meta({
    title: "Replace method",
    description: "`auto` swaps tables if that loses nothing, else replaces the rows in place. Default: `auto`.",
  }),
  keep_previous: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .meta({
      title: "Former states",
      description:
        "How many former states of the target replace keeps in the destination, so that runs can be undone. Each takes the " +
        "space of the target's rows. Default: none.",
    }),
  delete_mode: z.enum(["hard", "soft"]).optional().meta({
    title: "Deleted rows",
    description:
      "What mirror does with rows that the source no longer has. `soft` sets `deleted_at_column`. Default: `hard`.",
  }),
  deleted_at_column: targetName.optional().meta({
    title: "Deletion time column",
    description: "Column that soft mirror sets to the time when a row is gone. Default: `_deleted_at`.",
  }),
  valid_from_column: targetName.optional().meta({
    title: "Version start column",
    description: "Column in which history writes when a version began. Default: `valid_from`.",
  }),
  valid_to_column: targetName.optional().meta({
    title: "Version end column",
    description: "Column in which history writes when a version ended. Default: `valid_to`.",
  }),
  guards: guards.optional().meta({
    title: "Guards",
    description: "Checks before a snapshot replaces an earlier one.",
  }),
  schema_drift: z
    .enum(["evolve", "freeze", "ignore_new"])
    .optional()
    .meta({
      title: "Schema changes",
      description:
        "When the source's columns have changed: `freeze` fails the run, `evolve` adds columns and widens types, " +
        "`ignore_new` excludes new columns. Default: `freeze`.",
    }),
  verification: z.enum(verificationLevels).optional().meta({
    title: "Verification",
    description: "`counts` compares row counts at no cost, `full` every value by a billed query. Default: `counts`.",
  }),
  rejects: rejects.optional().meta({
    title: "Rejects",
    description: "How many rows a run may reject because they cannot be loaded. Default: none.",
  }),
};

/** In requests. */
export const destinationInput = z
  .strictObject({ ...options, password, schema: options.schema.default("public") })
  .superRefine(refuseBothConnections("postgres"))
  .refine(({ schema }) => schema !== ledgerSchema, {
    path: ["schema"],
    error: `\`${ledgerSchema}\` has the tables by which loaders know what they have written: name another schema`,
  })
  .meta({ id: "DestinationInput" });

/** As stored, without its secret. With `connection_id` it has none of the connection's fields. */
export const destination = z.object(options).meta({ id: "Destination" });
export type PipelineDestination = z.infer<typeof destination>;

/** With its connection's fields. */
export type DestinationConfig = PipelineDestination & {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
};
