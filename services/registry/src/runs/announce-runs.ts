import { addAllToOutbox, toRegistryEvent } from "../outbox/outbox.ts";
import type { Tx } from "../database/open-database.ts";
import { queueDeliveries } from "../webhooks/queue-deliveries.ts";
import { addLogEntries, describeQueued } from "./run-log.ts";
import type { Run } from "./run.ts";

/** Says that there are runs, to everybody who wants to know. In the transaction that makes them. */
export async function announceRuns(tx: Tx, runs: readonly Run[]): Promise<void> {
  const news = runs.map((run) => ({
    run,
    eventId: `${run.id}:RunQueued`,
    body: {
      runId: run.id,
      pipelineId: run.pipeline_id,
      cause: run.cause,
      triggeredBy: run.triggered_by,
      scheduledForMs: run.scheduled_for?.getTime() ?? 0,
      resumedRunId: run.resumed_row_count === null ? "" : run.retry_of!,
      resumedRowCount: run.resumed_row_count ?? 0,
    },
  }));
  await addAllToOutbox(
    tx,
    news.map(({ run, body }) => ({ message: toRegistryEvent("RunQueued", body), runId: run.id })),
  );
  await queueDeliveries(
    tx,
    news.map(({ run, eventId, body }) => ({ name: "RunQueued", body, eventId, timeMs: run.created_at.getTime() })),
  );
  await addLogEntries(
    tx,
    news.map(({ run, eventId, body }) => ({
      runId: run.id,
      eventId,
      name: "RunQueued",
      message: describeQueued(body, run.row_count),
      timeMs: Date.now(),
    })),
  );
}
