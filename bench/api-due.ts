/** How late runs begin when many pipelines come due in the same minute, and whether each begins once. */
import { setTimeout as sleep } from "node:timers/promises";

import type { ApiClient, StackAccess } from "@datamantri/local-stack";

import { makePipelines } from "./make-pipelines.ts";
import { quantile } from "./quantile.ts";

export interface DueFigures {
  readonly pipelines: number;
  readonly runs: number;
  /** Pipelines with exactly one run. */
  readonly firedOnce: number;
  /** From the due time until the run was made. */
  readonly p50LateMs: number;
  readonly p99LateMs: number;
}

const pipelineCount = 1_000;
const minuteMs = 60_000;
/** After which a run that is not there is missing. */
const patienceMs = 45_000;

interface Run {
  readonly pipeline_id: string;
  readonly start_time: string;
  readonly scheduled_for: string | null;
}

export async function measureDue(api: ApiClient, access: StackAccess): Promise<DueFigures> {
  const sample = 25;
  const startedAt = Date.now();
  await makePipelines(api, access, { name: "sample", count: sample, schedule: "0 0 1 1 *" });
  const expectedMs = ((Date.now() - startedAt) / sample) * pipelineCount;
  const due = Math.ceil((Date.now() + expectedMs * 1.5 + 5_000) / minuteMs) * minuteMs;
  const at = new Date(due);
  const schedule = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
  await makePipelines(api, access, { name: "due", count: pipelineCount, schedule });
  if (Date.now() > due) throw new Error("the pipelines were not made before they came due; try again");
  await sleep(due - Date.now());

  let runs: readonly Run[] = [];
  const deadline = due + patienceMs;
  while (runs.length < pipelineCount && Date.now() < deadline) {
    await sleep(1_000);
    runs = await listRuns(api, due);
  }
  const counts = Map.groupBy(runs, ({ pipeline_id }) => pipeline_id);
  const late = runs.map(({ start_time }) => Date.parse(start_time) - due);
  return {
    pipelines: pipelineCount,
    runs: runs.length,
    firedOnce: [...counts.values()].filter(({ length }) => length === 1).length,
    p50LateMs: quantile(late, 0.5),
    p99LateMs: quantile(late, 0.99),
  };
}

/** Those that a schedule made for this time. */
async function listRuns(api: ApiClient, due: number): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let path = "/api/v1/runs?cause=schedule&limit=500"; ;) {
    const page = await api.get<readonly (Run & { readonly id: string })[]>(path);
    runs.push(...page.filter(({ scheduled_for }) => scheduled_for !== null && Date.parse(scheduled_for) === due));
    if (page.length < 500) return runs;
    path = `/api/v1/runs?cause=schedule&limit=500&cursor=${page.at(-1)!.id}`;
  }
}
