import { sql } from "kysely";

import type { Message } from "@datamantri/contracts";

import { isComplete } from "../runs/run.ts";
import type { SourceStatistics } from "../runs/run-plan.ts";
import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describeStatistics } from "../runs/run-log.ts";
import { notWaiting } from "../runs/waiting.ts";

/**
 * Stores the source's statistics for a full verification. The first report counts; a repeat has the same values. If
 * every row is loaded, the run is finalized. A row count that differs from the plan means that the snapshot changed.
 */
export const onStatisticsComputed = (context: RegistryContext) =>
  onRunEvent<"StatisticsComputed">(context, async (tx, run, event, { eventId, timeMs }) => {
    if (run.state !== "loading" || run.source_statistics !== null) return;
    if (event.rowCount !== run.row_count) {
      const message = `verify: BigQuery counts ${event.rowCount} rows in the snapshot, the plan has ${run.row_count}`;
      await advanceRun(tx, run, "step_failed", { code: "run_inconsistent", message });
      return;
    }
    const statistics = toStatistics(event);
    await tx
      .updateTable("runs")
      .set({
        source_statistics: JSON.stringify(statistics),
        bytes_estimated: (run.bytes_estimated ?? 0) + event.bytesEstimated,
        bytes_billed: (run.bytes_billed ?? 0) + event.bytesBilled,
        cost_usd: (run.cost_usd ?? 0) + event.costUsd,
        progress_at: sql<Date>`clock_timestamp()`,
        ...notWaiting,
      })
      .where("id", "=", run.id)
      .execute();
    const line = describeStatistics(event);
    await recordRunEvent(tx, { run, name: "StatisticsComputed", eventId, timeMs, line });
    const verified = { ...run, source_statistics: statistics };
    if (isComplete(verified)) await advanceRun(tx, verified, "loaded");
  });

function toStatistics({
  runId: _runId,
  pipelineId: _pipelineId,
  ...statistics
}: Message<"StatisticsComputed">): SourceStatistics {
  return statistics;
}
