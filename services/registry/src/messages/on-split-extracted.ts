import type { Message } from "@datamantri/contracts";
import type { ReplacedCells } from "@datamantri/api";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";

const verbs = { replace: "they were replaced", null: "they became NULL" } as const;

/** Records a completely read split. Fewer rows than planned means that the snapshot changed. */
export const onSplitExtracted = (context: RegistryContext) =>
  onRunEvent<"SplitExtracted">(context, async (tx, run, event, { timeMs }) => {
    // Every extractor that reads the split finds the same cells, so their counts are equal.
    const replaced = event.replaced.map(toReplacedCells);
    for (const { column, policy } of replaced) {
      const eventId = `${run.id}:replaced:${column}`;
      const line = `column "${column}" has values that PostgreSQL cannot store: ${verbs[policy]} (replaced_cells of the run counts them)`;
      await recordRunEvent(tx, { run, name: "SplitExtracted", eventId, timeMs, line });
    }
    const split = await tx
      .updateTable("run_splits")
      .set({ extracted_at: new Date(), replaced: replaced.length === 0 ? null : JSON.stringify(replaced) })
      .where("run_id", "=", run.id)
      .where("split", "=", event.split)
      .returning("row_count")
      .executeTakeFirst();
    if (!split || split.row_count === event.rowCount) return;
    await advanceRun(tx, run, "step_failed", {
      code: "run_inconsistent",
      message: `split ${event.split} has ${event.rowCount} rows, the plan has ${split.row_count}`,
    });
  });

function toReplacedCells({ column, policy, cellCount }: Message<"SplitExtracted">["replaced"][number]): ReplacedCells {
  return { column, policy: policy === "null" ? "null" : "replace", cell_count: cellCount };
}
