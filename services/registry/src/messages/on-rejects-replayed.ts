import { sql } from "kysely";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import { addLogEntry } from "../runs/run-log.ts";

/** Rejects are in the target by now. The counts are of the whole run, so a repeat or a straggler changes nothing. */
export const onRejectsReplayed = (context: RegistryContext) =>
  onRunEvent<"RejectsReplayed">(context, async (tx, run, { replayedCount, rejectedCount }, { eventId, timeMs }) => {
    await tx
      .updateTable("runs")
      .set({ replayed_row_count: sql`greatest(replayed_row_count, ${replayedCount})`, waiting_reason: null })
      .where("id", "=", run.id)
      .execute();
    const message = `replayed: ${replayedCount} of ${replayedCount + rejectedCount} rejects are loaded`;
    await addLogEntry(tx, { runId: run.id, eventId, name: "RejectsReplayed", message, timeMs });
  });
