/** Rules between a pipeline's options. */
import type { z } from "zod";

import type { CatchUp } from "./catch-up.ts";
import type { PipelineDestination } from "./destination.ts";
import type { Mapping } from "./mapping.ts";
import type { PipelineSource } from "./source.ts";
import { findPseudoColumn } from "./pseudo-columns.ts";
import { addsRows, needsKey, toWriteMode, type Mode } from "./write-modes.ts";

interface Given {
  readonly mode: Mode;
  readonly source_config: PipelineSource;
  readonly destination_config: PipelineDestination;
  readonly mapping?: Mapping | null | undefined;
  readonly schedule?: string | null | undefined;
  readonly schedule_jitter_seconds?: number | null | undefined;
  readonly catch_up?: CatchUp | null | undefined;
}

interface Rule {
  /** The invalid field. */
  readonly path: readonly string[];
  readonly error: string;
  readonly isBroken: (given: Given) => boolean;
}

/** True if the mapping may change values, so that they differ from the source's. */
const changesValues = ({ mapping }: Given) => ["replace", "null"].includes(mapping?.unrepresentable ?? "fail");
const readsIncrements = ({ mode, source_config }: Given) => mode === "stream" || source_config.read === "incremental";

const onlyIncremental = {
  cursor_start: "is only for incremental reads: select the rows by filter, or in the query",
  cursor_nulls: "is only for incremental reads: a full read has the rows without a cursor, unless filter excludes them",
  lookback_seconds: "is only for incremental reads: a full read has every row",
  lookback_units: "is only for incremental reads: a full read has every row",
};

const rules: readonly Rule[] = [
  {
    path: ["destination_config", "key"],
    error: "is required for merge, mirror and history: the columns that identify a row",
    isBroken: (given) => needsKey(toWriteMode(given)) && given.destination_config.key === undefined,
  },
  {
    path: ["destination_config", "key"],
    error: "names a column twice: name each column once",
    // Names that differ in case may be two columns of the target: the extractor knows the columns.
    isBroken: ({ destination_config: { key = [] } }) => new Set(key).size < key.length,
  },
  {
    path: ["source_config", "cursor_column"],
    error: "is required for read: incremental and mode: stream",
    isBroken: (given) => readsIncrements(given) && given.source_config.cursor_column === undefined,
  },
  {
    path: ["source_config", "read"],
    error: "must be incremental with mode: stream",
    isBroken: ({ mode, source_config }) => mode === "stream" && source_config.read === "full",
  },
  {
    path: ["source_config", "interval_seconds"],
    error: "is only for mode: stream; other modes use a schedule",
    isBroken: ({ mode, source_config }) => mode !== "stream" && source_config.interval_seconds !== undefined,
  },
  {
    path: ["schedule"],
    error: "must be null with mode: stream, which runs by source_config.interval_seconds",
    isBroken: ({ mode, schedule = null }) => mode === "stream" && schedule !== null,
  },
  {
    path: ["schedule_jitter_seconds"],
    error: "is only for schedules; streams begin at different moments already",
    isBroken: ({ mode, schedule_jitter_seconds = null }) => mode === "stream" && schedule_jitter_seconds !== null,
  },
  {
    path: ["catch_up"],
    error: "is only for schedules; a stream's next increment reads what was missed",
    isBroken: ({ mode, catch_up = null }) => mode === "stream" && catch_up !== null,
  },
  {
    path: ["source_config", "read"],
    error: "incremental needs append or merge; the other write modes need every row",
    isBroken: (given) => readsIncrements(given) && !addsRows(toWriteMode(given)),
  },
  {
    path: ["source_config", "cursor_nulls"],
    error: "include needs merge: append would add the rows without a cursor at every run",
    isBroken: (given) => given.source_config.cursor_nulls === "include" && toWriteMode(given) !== "merge",
  },
  ...(["cursor_start", "cursor_nulls", "lookback_seconds", "lookback_units"] as const).map((option) => ({
    path: ["source_config", option],
    error: onlyIncremental[option],
    isBroken: (given: Given) => given.source_config[option] !== undefined && !readsIncrements(given),
  })),
  {
    path: ["source_config", "cursor_column"],
    error: "needs merge: rows that come later into the same partition or table would be lost by append",
    isBroken: (given) =>
      readsIncrements(given) &&
      findPseudoColumn(given.source_config.cursor_column) !== undefined &&
      toWriteMode(given) !== "merge",
  },
  {
    path: ["source_config", "cursor_column"],
    error: "is a column of tables: select it in the query by another name",
    isBroken: ({ source_config: { query, cursor_column } }) =>
      query !== undefined && findPseudoColumn(cursor_column) !== undefined,
  },
  {
    path: ["source_config", "cursor_column"],
    error: "is only for incremental reads: full ones read the columns of the table",
    isBroken: (given) => !readsIncrements(given) && findPseudoColumn(given.source_config.cursor_column) !== undefined,
  },
  {
    path: ["destination_config", "keep_previous"],
    error:
      "is only for replace: append, merge and mirror change single rows and keep no former state; history keeps every version in the table",
    isBroken: (given) => given.destination_config.keep_previous !== undefined && toWriteMode(given) !== "replace",
  },
  {
    path: ["destination_config", "rejects"],
    error: "is required for unrepresentable: reject, to limit the rejected rows",
    isBroken: ({ mapping, destination_config }) =>
      mapping?.unrepresentable === "reject" && destination_config.rejects === undefined,
  },
  {
    path: ["destination_config", "verification"],
    error:
      "full compares every value, but unrepresentable replace and null change values: use fail or reject, or verification: counts",
    isBroken: (given) => given.destination_config.verification === "full" && changesValues(given),
  },
];

/** For `superRefine`: one issue for each broken rule. */
export function checkPipeline(given: Given, context: z.RefinementCtx): void {
  for (const { path, error, isBroken } of rules) {
    if (isBroken(given)) context.addIssue({ code: "custom", path: [...path], message: error });
  }
}
