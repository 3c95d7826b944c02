import { setTimeout as sleep } from "node:timers/promises";

import { toProgressLine } from "@datamantri/client";

import type { ApiClient } from "../api/api-client.ts";
import type { RunView } from "@datamantri/api";
import { hasEnded } from "./example-pipeline.ts";

const pollMs = 300;
/** On a terminal the line is redrawn; elsewhere (a log file) a new one at this interval is enough. */
const plainLineMs = 3_000;

/** Shows a run's progress until it ends, and returns its final state. */
export async function followRun(
  api: ApiClient,
  runId: string,
  output: NodeJS.WriteStream,
  signal?: AbortSignal,
): Promise<RunView> {
  const startedAt = performance.now();
  let plainLineAt = 0;
  for (;;) {
    signal?.throwIfAborted();
    const run = await api.get<RunView>(`/api/v1/runs/${runId}`);
    const seconds = (performance.now() - startedAt) / 1000;
    if (hasEnded(run)) {
      if (output.isTTY) output.write("\r\x1b[K");
      return run;
    }
    if (output.isTTY) {
      output.write(`\r\x1b[K${toProgressLine(run, { seconds }, output.columns)}`);
    } else if (performance.now() - plainLineAt > plainLineMs) {
      plainLineAt = performance.now();
      output.write(`${toProgressLine(run, { seconds })}\n`);
    }
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}
