// npm run demo: moves 3 million rows on a stack of its own, compares every value with the source, and leaves nothing.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { RunView } from "./api/api-client.ts";
import { ensureExamplePipeline, exampleTable, triggerRun } from "./example/example-pipeline.ts";
import { followRun } from "./example/follow-run.ts";
import { peakMemoryMb } from "./example/peak-memory.ts";
import { runSeconds, toResultLine } from "./example/progress-line.ts";
import {
  checksumParquet,
  checksumPostgres,
  flightColumns,
  flightsFile,
  isSameContent,
} from "./example/table-checksum.ts";
import { removeFolderAtEnd } from "./processes/guard.ts";
import { exitWithUsage, onStopRequest } from "./stack/command-line.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";
import { waitUntilItServes } from "./stack/wait-until-it-serves.ts";

const usage = `usage: npm run demo [-- --json]
  --json  the last line of the output is the result as JSON`;

interface DemoResult {
  readonly status: string;
  readonly rows_source: number;
  readonly rows_target: number;
  readonly checksum_match: boolean;
  /** From the run's start to its end. */
  readonly seconds: number;
  readonly rows_per_second: number;
  /** See peak-memory.ts for what is measured. */
  readonly peak_rss_mb: Readonly<Record<string, number>>;
}

const isJson = readOptions();
// With --json, standard output is for the result alone.
const output = isJson ? process.stderr : process.stdout;
const say = (line: string) => void output.write(`${line}\n`);

const dataDir = await mkdtemp(join(tmpdir(), "datamantri-demo-"));
removeFolderAtEnd(dataDir);
const stopRequest = onStopRequest();

try {
  const result = await runDemo();
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = result.status === "success" && result.checksum_match ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function runDemo(): Promise<DemoResult> {
  const startedAt = performance.now();
  const stack = await startStack({ dataDir, usualPorts: false, signal: stopRequest, say });
  for (const folder of stack.folders) removeFolderAtEnd(folder);
  try {
    const api = await waitUntilItServes(stack.access);
    say(`${stack.natsServer}; started in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    const { id } = await ensureExamplePipeline(api, stack.access);
    const peaks = watchPeaks(stack);
    const run = await followRun(api, await triggerRun(api, id), output, stopRequest).finally(() => peaks.end());
    say(toResultLine(run));
    if (run.status !== "success") say(run.log);
    return await verify(stack, run, peaks.result());
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

async function verify(stack: Stack, run: RunView, peaks: Record<string, number>): Promise<DemoResult> {
  say("comparing every value in PostgreSQL with the source");
  const source = await checksumParquet(flightsFile, flightColumns);
  const target = await checksumPostgres(stack.access.postgres, `public.${exampleTable}`, flightColumns).catch(
    (error: unknown) => {
      say(`the target can not be read: ${String(error)}`);
      return { rowCount: 0, sum: "" };
    },
  );
  const isSame = isSameContent(source, target);
  say(isSame ? "every row and every value is the same" : "source and target DIFFER");
  const seconds = runSeconds(run);
  return {
    status: run.status,
    rows_source: source.rowCount,
    rows_target: target.rowCount,
    checksum_match: isSame,
    seconds,
    rows_per_second: seconds > 0 ? Math.round(target.rowCount / seconds) : 0,
    peak_rss_mb: peaks,
  };
}

/** Keeps the largest of what is seen: PostgreSQL's sessions come and go, and a service may be started again. */
function watchPeaks(stack: Stack) {
  const peaks: Record<string, number> = {};
  const look = () => {
    for (const [name, size] of Object.entries(peakMemoryMb(stack.pids())))
      peaks[name] = Math.max(peaks[name] ?? 0, size);
  };
  const timer = setInterval(look, 500);
  return {
    end: () => {
      clearInterval(timer);
      look();
    },
    result: () => peaks,
  };
}

function readOptions(): boolean {
  try {
    return parseArgs({ options: { json: { type: "boolean" } } }).values.json === true;
  } catch (error) {
    return exitWithUsage(error, usage);
  }
}
