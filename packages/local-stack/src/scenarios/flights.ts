// Moves 3 million rows and compares every value with the file they came from.
import type { RunView } from "@datamantri/api";
import { ensureExamplePipeline, exampleTable, triggerRun } from "../example/example-pipeline.ts";
import { followRun } from "../example/follow-run.ts";
import { peakMemoryMb } from "../example/peak-memory.ts";
import { runSeconds, toResultLine } from "@datamantri/client";
import {
  checksumParquet,
  checksumPostgres,
  flightColumns,
  flightsFile,
  isSameContent,
} from "../example/table-checksum.ts";
import type { Stack } from "../stack/start-stack.ts";
import type { DemoContext, DemoOutcome } from "./demo-scenario.ts";

interface FlightsResult {
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

export async function demoFlights(context: DemoContext): Promise<DemoOutcome> {
  const { stack, api, output, say, stopRequest } = context;
  const { id } = await ensureExamplePipeline(api, stack.access);
  const peaks = watchPeaks(stack);
  const run = await followRun(api, await triggerRun(api, id), output, stopRequest).finally(() => peaks.end());
  say(toResultLine(run));
  if (run.status !== "success") say(run.log);
  const result = await verify(context, run, peaks.result());
  return { isSuccess: result.status === "success" && result.checksum_match, result };
}

async function verify(
  { stack, say }: DemoContext,
  run: RunView,
  peaks: Readonly<Record<string, number>>,
): Promise<FlightsResult> {
  say("comparing every value in PostgreSQL with the source");
  const source = await checksumParquet(flightsFile, flightColumns);
  const target = await checksumPostgres(stack.access.postgres, `public.${exampleTable}`, flightColumns).catch(
    (error: unknown) => {
      say(`could not read the target: ${String(error)}`);
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

/** Keeps the highest values: PostgreSQL's sessions come and go, and a service may be restarted. */
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
