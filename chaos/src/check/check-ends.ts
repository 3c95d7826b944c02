/** Every run has one end, and it is true: its rows are in the target if and only if it says success. */
import type { LedgerFact, RunFact } from "./facts.ts";
import { found, type Finding } from "./findings.ts";

const ends: ReadonlySet<string> = new Set(["success", "failed", "cancelled", "skipped"]);

/** @param accepted runs that the API accepted. */
export function checkEnds(
  runs: readonly RunFact[],
  ledger: readonly LedgerFact[],
  accepted: readonly string[],
): Finding[] {
  const entries = Map.groupBy(ledger, ({ runId }) => runId);
  const known = new Set(runs.map(({ id }) => id));
  return [
    ...runs.flatMap((run) => checkEnd(run, entries.get(run.id) ?? [])),
    ...[...new Set(accepted)]
      .filter((id) => !known.has(id))
      .map((id) => found("untrue", `run ${id} was accepted, and never was`)),
    ...ledger
      .filter(({ runId }) => !known.has(runId))
      .map(({ runId }) => found("untrue", `the ledger has run ${runId}, which the registry does not know`)),
  ];
}

function checkEnd(run: RunFact, entries: readonly LedgerFact[]): Finding[] {
  const { id, state } = run;
  if (!ends.has(state)) return [found("stuck", `run ${id} is ${state}`)];
  if (run.endedMs === null) return [found("untrue", `run ${id} is ${state} without a time of its end`)];
  const isFinalized = entries.some((entry) => entry.state === "finalized");
  if (entries.length > 1) return [found("untrue", `the ledger has run ${id} ${entries.length} times`)];
  if (state === "success" && !isFinalized) return [found("untrue", `run ${id} says success; the ledger does not`)];
  if (state !== "success" && isFinalized)
    return [found("untrue", `run ${id} says ${state}; the ledger has it finalized`)];
  return [];
}

/** The ledger has no batches of ended runs, and every run of it is closed, but for those that can be resumed. */
export function checkLedger(runs: readonly RunFact[], ledger: readonly LedgerFact[]): Finding[] {
  const resumable = new Set(runs.filter(({ isResumable }) => isResumable).map(({ id }) => id));
  return ledger
    .filter(({ runId }) => !resumable.has(runId))
    .flatMap(({ runId, state, batchCount }) => [
      ...(state === "open" ? [found("stuck", `the ledger's run ${runId} is open`)] : []),
      ...(batchCount > 0 ? [found("stuck", `the ledger has ${batchCount} batches of the ended run ${runId}`)] : []),
    ]);
}
