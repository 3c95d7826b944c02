import type { Tx } from "../database/open-database.ts";
import type { Run } from "./run.ts";

/** @returns the first run of the pipeline that was made after this one. */
export function findNewerRun(tx: Tx, { id, pipeline_id }: Run) {
  return (
    tx
      .selectFrom("runs")
      .select(["id", "retry_of", "resumed_row_count"])
      .where("pipeline_id", "=", pipeline_id)
      // A Date has no microseconds: with it, the run would come after itself.
      .where("created_at", ">", (from) => from.selectFrom("runs").select("created_at").where("id", "=", id))
      .orderBy("created_at")
      .limit(1)
      .executeTakeFirst()
  );
}
