/** Facts about the source that workers reported, as stored in the run's row. */
import type { Column, ColumnDescription, Message, Snapshot } from "@datamantri/contracts";

/** The fixed values of a plan: enough to issue every later task again. */
export interface RunPlan {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  readonly schema_fingerprint: string;
  readonly batch_rows: number;
  readonly page_rows: number;
  /** What the source's table declares, for a new target; absent in plans of older extractors. */
  readonly description?: string;
  readonly column_descriptions?: ColumnDescription[];
  readonly primary_key?: string[];
}

/** Statistics of the snapshot's rows, computed by an extractor. Digests, no values. */
export type SourceStatistics = Omit<Message<"StatisticsComputed">, "runId" | "pipelineId">;
