import type { Run } from "../api/types.ts";

/** True while the run has not ended. */
export function isOpen({ end_time }: Pick<Run, "end_time">): boolean {
  return end_time === null;
}

/** Milliseconds from its beginning to its end, or until now. */
export function durationOf({ start_time, end_time }: Pick<Run, "start_time" | "end_time">, now: number): number {
  return (end_time === null ? now : Date.parse(end_time)) - Date.parse(start_time);
}

/** From 0 to 1; null until it is planned. */
/** Without the rows resumed from a failed run, rejects included. */
export function rowsOfItsOwn({
  records_processed,
  records_resumed,
}: Pick<Run, "records_processed" | "records_resumed">): number {
  return Math.max(0, records_processed - (records_resumed ?? 0));
}

export function progressOf({ records_processed, records_total }: Pick<Run, "records_processed" | "records_total">) {
  if (records_total === null) return null;
  return records_total === 0 ? 1 : Math.min(1, records_processed / records_total);
}
