import type { components } from "./generated/api.ts";

type Run = components["schemas"]["Run"];

const widestBar = 24;
/** A narrower bar shows less than the percentage beside it. */
const narrowestBar = 6;

type Progress = Pick<Run, "phase" | "records_processed" | "records_total" | "waiting_reason">;

/** Start of the speed measurement. */
interface Measured {
  readonly seconds: number;
  /** Earlier rows, which do not count for the speed. */
  readonly rowsBefore?: number;
}

/**
 * Formats a line about a running run: bar, share, rows, speed, and why it waits or else the time left.
 *
 * @param columns the terminal's width; undefined for no bar
 */
export function toProgressLine(run: Progress, { seconds, rowsBefore = 0 }: Measured, columns?: number): string {
  const { records_processed: done, records_total: total, waiting_reason: waiting } = run;
  const isTotalKnown = total !== null && total > 0;
  const text =
    done === 0 ? toWaitingText(run, seconds) : toRowsText(run, (done - rowsBefore) / Math.max(seconds, 0.001));
  if (columns === undefined) return text;
  const share = isTotalKnown && (done > 0 || waiting === null) ? toShare(done / total, columns - text.length) : "";
  return oneLine(`${share}${text}`).slice(0, Math.max(columns - 1, 0));
}

/** Formats a line about an ended run. */
export function toResultLine(run: Pick<Run, "status" | "records_processed" | "error_message" | Times>): string {
  const rows = withCommas(run.records_processed);
  if (run.status !== "success") return [`run ${run.status}`, run.error_message ?? []].flat().join(": ");
  const seconds = runSeconds(run);
  const speed = seconds > 0 ? `, ${withCommas(run.records_processed / seconds)} rows/s` : "";
  return `${rows} rows in ${seconds.toFixed(1)} s${speed}`;
}

type Times = "start_time" | "end_time";

/** Seconds from the request to the end, according to the registry. */
export function runSeconds(run: Pick<Run, Times>): number {
  return run.end_time === null ? 0 : (Date.parse(run.end_time) - Date.parse(run.start_time)) / 1000;
}

function toWaitingText({ phase, waiting_reason }: Progress, seconds: number): string {
  // A pipeline has one run at a time; nothing else keeps a run in the queue.
  const reason = waiting_reason ?? (phase === "queued" ? "an earlier run of the pipeline has not ended" : null);
  return `${reason === null ? phase : `${phase}: ${reason}`}, ${seconds.toFixed(0)} s`;
}

function toRowsText(run: Progress, rowsPerSecond: number): string {
  const { phase, records_processed: done, records_total: total, waiting_reason: waiting } = run;
  const parts = [`${withCommas(done)}${total === null ? "" : ` of ${withCommas(total)}`} rows`];
  if (rowsPerSecond > 0) parts.push(`${withCommas(rowsPerSecond)} rows/s`);
  if (waiting !== null) parts.push(`waiting: ${waiting}`);
  else if (phase === "finalizing") parts.push(phase);
  else if (total !== null && total >= done && rowsPerSecond > 0) {
    parts.push(`${Math.ceil((total - done) / rowsPerSecond)} s left`);
  }
  return parts.join(", ");
}

/** A bar and a percentage, or only the percentage if `columns` have no room for both. */
function toShare(share: number, columns: number): string {
  const shown = Math.min(Math.max(share, 0), 1);
  const percent = `${Math.floor(shown * 100)}%`.padStart(4);
  // The brackets, the space at the end, and one free column.
  const width = Math.min(widestBar, columns - percent.length - 4);
  if (width < narrowestBar) return `${percent.trimStart()} `;
  const full = Math.round(shown * width);
  return `[${"█".repeat(full)}${"░".repeat(width - full)}]${percent} `;
}

/** Control characters, such as a line break in a server's reason, would break the redrawn line. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}

function withCommas(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
