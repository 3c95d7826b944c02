import { PipelineError } from "@datamantri/runtime";

/**
 * Rejects when the answer does not arrive in time; a later answer is ignored.
 *
 * @throws PipelineError `bus_unavailable` on timeout; the answer's error.
 */
export async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const error = new PipelineError("bus_unavailable", `NATS did not respond within ${timeoutMs / 1_000} s`);
  const timer = setTimeout(() => reject(error), timeoutMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
