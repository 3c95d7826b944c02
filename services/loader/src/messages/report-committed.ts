import { PipelineError, toPipelineError } from "@datamantri/runtime";

/**
 * Reports what was committed. What goes wrong here does not undo it, so no error is final: the work is delivered again, finds
 * itself done, and is reported then. A run was failed whose rows were in the target, because a bug came up in between.
 *
 * @throws PipelineError that passes.
 */
export async function reportCommitted(report: () => Promise<void>): Promise<void> {
  try {
    await report();
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    const reason = `it is committed, and could not be reported: ${failure.message}`;
    throw new PipelineError("outcome_unknown", reason, {}, { cause: error });
  }
}
