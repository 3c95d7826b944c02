/** What the databases say after a seed. */

/** A run in the metadata database. */
export interface RunFact {
  readonly id: string;
  readonly pipelineId: string;
  readonly state: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdMs: number;
  readonly endedMs: number | null;
  readonly scheduledForMs: number | null;
  readonly retryOf: string | null;
  readonly undoOf: string | null;
  /** True if it goes on with the rows of the one that it retries. */
  readonly isResumed: boolean;
  readonly isResumable: boolean;
  readonly rejectedCount: number;
  readonly replayedCount: number;
}

/** A run in the destination's ledger. */
export interface LedgerFact {
  readonly runId: string;
  readonly pipelineId: string;
  readonly state: string;
  readonly rowCount: number | null;
  readonly batchCount: number;
  readonly hasFailure: boolean;
}

/** A row of a target. */
export interface TargetRow {
  readonly id: number;
  readonly version: number;
  readonly payload: string;
  /** False for an earlier version of `history`. */
  readonly isCurrent: boolean;
}
