import { atMostEvery, type Logger, type PipelineError } from "@datamantri/runtime";

/** Seldom enough to read, often enough to be among the last lines that somebody sees. */
export const sayEveryMs = 5_000;

/** Logs every few seconds what a service waits for, why, and what to do. */
export function sayWaiting(log: Logger, what: string, facts: object = {}): (error: PipelineError) => void {
  return atMostEvery(sayEveryMs, (error) => {
    log.warn({ ...facts, error, solution: error.policy.solution }, `waiting for ${what}`);
  });
}
