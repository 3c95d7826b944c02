/** A run may fail only for a cause that is no outage: what goes away and comes back is waited for. */
import type { FaultKind } from "../plan/fault-kinds.ts";
import type { RunFact } from "./facts.ts";
import { found, type Finding } from "./findings.ts";

/** Codes with which runs may fail under a fault. */
const explained: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  "destination.password": ["sink_credentials_invalid"],
  "bigquery.expired_job": ["source_not_found", "source_snapshot_expired", "source_job_stopped"],
};

export interface Causes {
  readonly faults: readonly FaultKind[];
  /** True if a crash point threw an error. */
  readonly hasThrown: boolean;
  /** True if a target of the seed refuses rows by a trigger. */
  readonly hasRefused: boolean;
  /** True if runs of the seed were undone: another one may have replaced their rows before. */
  readonly hasUndone: boolean;
}

export function checkFailures(
  runs: readonly RunFact[],
  { faults, hasThrown, hasRefused, hasUndone }: Causes,
): Finding[] {
  const codes = new Set([
    ...faults.flatMap((kind) => explained[kind] ?? []),
    ...(hasThrown ? ["internal"] : []),
    ...(hasRefused ? ["sink_rejected"] : []),
    ...(hasUndone ? ["conflict"] : []),
  ]);
  return runs
    .filter(({ state, errorCode }) => state === "failed" && !codes.has(errorCode ?? ""))
    .map(({ id, errorCode, errorMessage }) =>
      found("untrue", `run ${id} failed, which no fault explains: ${errorCode}: ${errorMessage}`),
    );
}
