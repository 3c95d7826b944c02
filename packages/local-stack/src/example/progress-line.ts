import type { RunView } from "../api/api-client.ts";

const barWidth = 24;
const wholeNumber = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

type Progress = Pick<RunView, "status" | "records_processed" | "records_total">;

/**
 * One line about a run that goes on: bar, rows, speed, time left.
 * @param seconds since the run was started
 * @param columns the terminal's width; undefined for no bar
 */
export function toProgressLine(run: Progress, seconds: number, columns?: number): string {
  const { records_processed: done, records_total: total } = run;
  if (done === 0) return `${run.status}, ${seconds.toFixed(0)} s`;
  const rowsPerSecond = done / Math.max(seconds, 0.001);
  const parts = [`${wholeNumber.format(done)}${total === null ? "" : ` of ${wholeNumber.format(total)}`} rows`];
  parts.push(`${wholeNumber.format(rowsPerSecond)} rows/s`);
  if (total !== null && total >= done) parts.push(`${Math.ceil((total - done) / rowsPerSecond)} s left`);
  const text = parts.join(", ");
  if (columns === undefined || total === null || total === 0) return text;
  const line = `${toBar(done / total)} ${text}`;
  return line.length < columns ? line : text.slice(0, Math.max(columns - 1, 0));
}

/** One line about a run that has ended. */
export function toResultLine(run: RunView): string {
  const rows = wholeNumber.format(run.records_processed);
  if (run.status !== "success") return `run ${run.status}: ${run.error_message ?? "no reason was given"}`;
  const seconds = runSeconds(run);
  const speed = seconds > 0 ? `, ${wholeNumber.format(run.records_processed / seconds)} rows/s` : "";
  return `${rows} rows in ${seconds.toFixed(1)} s${speed}`;
}

/** From the request to the end, as the registry has it. */
export function runSeconds(run: Pick<RunView, "start_time" | "end_time">): number {
  return run.end_time === null ? 0 : (Date.parse(run.end_time) - Date.parse(run.start_time)) / 1000;
}

function toBar(share: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * barWidth);
  return `[${"█".repeat(full)}${"░".repeat(barWidth - full)}]`;
}
