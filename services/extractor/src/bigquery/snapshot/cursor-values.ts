/** Values that people write for a column by which rows are ordered, as parameters of queries. */
import { describeCursorValue } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/**
 * @param what the value, as the subject of a sentence.
 * @throws PipelineError `request_invalid`
 */
export function assertCursorValue(type: string, value: string, what: string): void {
  const problem = describeCursorValue(type, value);
  if (problem !== undefined) throw new PipelineError("request_invalid", `${what} ${problem}`);
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
export function toParameter(name: string, type: string, value: string): object {
  return { name, parameterType: { type }, parameterValue: { value } };
}
