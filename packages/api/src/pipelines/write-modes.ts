/** How finalize writes the target; docs/write-modes.md describes each. */
export const writeModes = ["append", "replace", "merge", "mirror", "history"] as const;
export type WriteMode = (typeof writeModes)[number];

/** `batch` and `stream` leave the write mode to the destination; `stream` runs every few seconds, by increments. */
export const modes = [...writeModes, "batch", "stream"] as const;
export type Mode = (typeof modes)[number];

/** True if a mode leaves rows that a run does not have. */
export function addsRows(mode: WriteMode): boolean {
  return mode === "append" || mode === "merge";
}

/** True if a mode identifies rows by a key. */
export function needsKey(mode: WriteMode): boolean {
  return mode === "merge" || mode === "mirror" || mode === "history";
}

/** `append` by default: it never deletes rows. */
export function toWriteMode({
  mode,
  destination_config,
}: {
  readonly mode: Mode;
  readonly destination_config: { readonly write_mode?: WriteMode | undefined };
}): WriteMode {
  return mode === "batch" || mode === "stream" ? (destination_config.write_mode ?? "append") : mode;
}
