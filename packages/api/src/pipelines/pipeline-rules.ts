/** What a pipeline's options ask of each other. */
import type { z } from "zod";

import type { CatchUp } from "./catch-up.ts";
import type { PipelineDestination } from "./destination.ts";
import type { Mapping } from "./mapping.ts";
import type { PipelineSource } from "./source.ts";
import { addsRows, needsKey, toWriteMode, type Mode } from "./write-modes.ts";

interface Given {
  readonly mode: Mode;
  readonly source_config: PipelineSource;
  readonly destination_config: PipelineDestination;
  readonly mapping?: Mapping | null | undefined;
  readonly schedule?: string | null | undefined;
  readonly catch_up?: CatchUp | null | undefined;
}

interface Rule {
  /** The field at fault. */
  readonly path: readonly string[];
  readonly error: string;
  readonly isBroken: (given: Given) => boolean;
}

/** Values that the mapping changes in a row are no longer those of the source. */
const changesValues = ({ mapping }: Given) => ["replace", "null"].includes(mapping?.unrepresentable ?? "fail");
const readsIncrements = ({ mode, source_config }: Given) => mode === "stream" || source_config.read === "incremental";

const rules: readonly Rule[] = [
  {
    path: ["destination_config", "key"],
    error: "is required for merge, mirror and history: the columns that identify a row",
    isBroken: (given) => needsKey(toWriteMode(given)) && given.destination_config.key === undefined,
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

/** For `superRefine`: one issue for each rule that is broken. */
export function checkPipeline(given: Given, context: z.RefinementCtx): void {
  for (const { path, error, isBroken } of rules) {
    if (isBroken(given)) context.addIssue({ code: "custom", path: [...path], message: error });
  }
}
