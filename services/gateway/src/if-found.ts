import { PipelineError } from "@datamantri/runtime";

/** The registry's answer; undefined if it does not have the object. */
export async function ifFound<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PipelineError && error.code === "not_found") return undefined;
    throw error;
  }
}
