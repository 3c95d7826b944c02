import { PipelineError, toPipelineError, type ErrorCode } from "@datamantri/runtime";

/**
 * Reports what was committed. What goes wrong here does not undo it, so no error is final: the work is delivered again, finds
 * itself done, and is reported then. A run was failed whose rows were in the target, because a bug came up in between.
 *
 * @param what is committed.
 * @param code of such an error; by default its own.
 * @throws PipelineError that passes.
 */
export async function reportCommitted(what: string, report: () => Promise<void>, code?: ErrorCode): Promise<void> {
  try {
    await report();
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    const reason = `${what}, and that could not be reported: ${failure.message}`;
    throw new PipelineError(code ?? failure.code, reason, { isTriedAgain: true }, { cause: error });
  }
}
