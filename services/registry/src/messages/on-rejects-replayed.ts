import { sql } from "kysely";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { endReplay } from "../runs/replay-run.ts";
import { describeReplayed } from "../runs/run-log.ts";
import { notWaiting } from "../runs/waiting.ts";

/** Records replayed rejects. The counts cover the whole run, so a repeated or late event changes nothing. */
export const onRejectsReplayed = (context: RegistryContext) =>
  onRunEvent<"RejectsReplayed">(context, async (tx, run, event, { eventId, timeMs }) => {
    await tx
      .updateTable("runs")
      .set({ replayed_row_count: sql`greatest(replayed_row_count, ${event.replayedCount})`, ...notWaiting })
      .where("id", "=", run.id)
      .execute();
    await endReplay(tx, run, eventId);
    const line = describeReplayed(event);
    await recordRunEvent(tx, { run, name: "RejectsReplayed", eventId, timeMs, line });
  });
