/**
 * What a verification costs: the same three million rows with each level, on the whole product; and the passes over the
 * staging table alone.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

import { stagingStatement } from "@datamantri/verification";
import type { Column } from "@datamantri/contracts";
import type { VerificationLevel } from "@datamantri/api";
import {
  ApiClient,
  peakMemoryMb,
  removeFolderAtEnd,
  startStack,
  triggerRun,
  waitUntilItServes,
  warehouseOf,
  type Stack,
} from "@datamantri/local-stack";
import type { RunView } from "@datamantri/api";

export interface VerificationFigures {
  readonly runs: readonly LevelFigure[];
  /** Over the table of three million rows, by workers beside the leader. */
  readonly passes: readonly PassFigure[];
}

export interface LevelFigure {
  readonly level: VerificationLevel;
  /** Of each round, from the run's start to its end; the levels take turns. */
  readonly seconds: readonly number[];
  readonly medianSeconds: number;
  readonly rowsPerSecond: number;
  /** Most resident memory of each process by the end of this level's last round, in MB. */
  readonly peakMb: Readonly<Record<string, number>>;
}

export interface PassFigure {
  readonly pass: string;
  readonly workers: number;
  readonly milliseconds: number;
}

const rounds = 3;
const rowCount = 3_000_000;
const levels = ["none", "counts", "full"] as const;

const column = (name: string, type: string): Column => ({
  name,
  type,
  repeated: false,
  required: false,
  fields: [],
  rangeElementType: "",
  sourcePath: [],
  targetType: "",
  mask: "",
  declaredType: "",
  notNull: false,
});
const columns = [
  column("date", "DATETIME"),
  column("delay", "INT64"),
  column("distance", "INT64"),
  column("origin", "STRING"),
  column("destination", "STRING"),
];

export async function measureVerification(): Promise<VerificationFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  const stack = await startStack({ dataDir, usualPorts: false });
  for (const folder of stack.folders) removeFolderAtEnd(folder);
  const client = new Client({ connectionString: stack.access.postgres });
  try {
    const api = await waitUntilItServes(stack.access);
    await client.connect();
    const seconds = new Map<VerificationLevel, number[]>(levels.map((level) => [level, []]));
    const peaks = new Map<VerificationLevel, Record<string, number>>();
    await moveRows(stack, api, "counts", "warm_up");
    for (let round = 0; round < rounds; round++) {
      for (const level of levels) {
        const table = `flights_${level}_${round}`;
        seconds.get(level)!.push(await moveRows(stack, api, level, table));
        peaks.set(level, peakMemoryMb(stack.pids()));
        await client.query(`drop table ${table}`);
      }
    }
    const runs = levels.map((level) => toFigure(level, seconds.get(level)!, peaks.get(level)!));
    return { runs, passes: await measurePasses(client, "warm_up") };
  } finally {
    await client.end();
    await stack.stop();
    for (const folder of [dataDir, ...stack.folders]) await rm(folder, { recursive: true, force: true });
  }
}

function toFigure(level: VerificationLevel, seconds: readonly number[], peakMb: Record<string, number>): LevelFigure {
  const medianSeconds = seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)]!;
  return { level, seconds, medianSeconds, rowsPerSecond: Math.round(rowCount / medianSeconds), peakMb };
}

/** @returns seconds from the run's start to its end. */
async function moveRows({ access }: Stack, api: ApiClient, level: VerificationLevel, table: string): Promise<number> {
  const { id } = await api.post<{ id: string }>("/api/v1/pipelines", {
    name: table,
    source_config: { project: "sandbox", dataset: "flights", table: "flights_3m", api_endpoint: access.bigquery },
    destination_config: {
      ...warehouseOf(access),
      table,
      verification: level,
    },
    mode: "append",
  });
  const runId = await triggerRun(api, id);
  for (;;) {
    const run = await api.get<RunView>(`/api/v1/runs/${runId}`);
    if (run.end_time === null) {
      await delay(100);
      continue;
    }
    if (run.status !== "success") throw new Error(run.log);
    const seconds = (Date.parse(run.end_time) - Date.parse(run.start_time)) / 1000;
    console.error(`${table}: ${seconds} s`);
    return seconds;
  }
}

async function measurePasses(client: Client, table: string): Promise<PassFigure[]> {
  const passes = {
    "count(*)": `select count(*) from ${table}`,
    "full, all agree": stagingStatement(columns, table, "rows"),
    "full, to name what differs": stagingStatement(columns, table, "columns"),
  };
  const figures: PassFigure[] = [];
  for (const [pass, statement] of Object.entries(passes)) {
    for (const workers of [0, 2]) {
      await client.query(`set max_parallel_workers_per_gather = ${workers}; set jit = off`);
      await client.query(statement); // the pages are in memory from now on
      const startedAt = performance.now();
      await client.query(statement);
      figures.push({ pass, workers, milliseconds: Math.round(performance.now() - startedAt) });
    }
  }
  return figures;
}
