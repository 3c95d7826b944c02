import { PipelineError } from "@datamantri/runtime";

/**
 * The answer, if it comes in time; afterwards nobody waits for it.
 *
 * @throws PipelineError `bus_unavailable` when it does not; what the answer throws.
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
