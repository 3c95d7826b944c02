/** What workers found out about a run's source, as the run's row keeps it. */
import type { Column, Message, Snapshot } from "@datamantri/contracts";

/** What the plan fixed: enough to issue every later task again. */
export interface RunPlan {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  readonly schema_fingerprint: string;
  readonly batch_rows: number;
  readonly page_rows: number;
}

/** What an extractor found out about the snapshot's rows. Digests, no values. */
export type SourceStatistics = Omit<Message<"StatisticsComputed">, "runId" | "pipelineId">;
