import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "./runs/advance-run.ts";

/** A split was read to its end. Fewer rows than planned mean that the snapshot did not hold still. */
export const onSplitExtracted = (context: RegistryContext) =>
  onRunEvent<"SplitExtracted">(context, async (tx, run, event) => {
    const split = await tx
      .updateTable("run_splits")
      .set({ extracted_at: new Date() })
      .where("run_id", "=", run.id)
      .where("split", "=", event.split)
      .returning("row_count")
      .executeTakeFirst();
    if (!split || split.row_count === event.rowCount) return;
    await advanceRun(tx, run, "step_failed", {
      code: "run_inconsistent",
      message: `split ${event.split} was planned with ${split.row_count} rows and had ${event.rowCount}`,
    });
  });
