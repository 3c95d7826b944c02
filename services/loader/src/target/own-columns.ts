/** Columns of the target that the write mode itself writes. */
import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";

/** With soft deletes: since when the source no longer has the row. */
export function deletedAt({ deleted_at_column }: DestinationConfig): string {
  return deleted_at_column ?? "_deleted_at";
}

/** Since when a version was current. */
export function validFrom({ valid_from_column }: DestinationConfig): string {
  return valid_from_column ?? "valid_from";
}

/** Until when a version was current; NULL while it is. */
export function validTo({ valid_to_column }: DestinationConfig): string {
  return valid_to_column ?? "valid_to";
}

/** Their names; empty for modes that have none. */
export function ownColumns({ writeMode, config }: RunTarget): readonly string[] {
  if (writeMode === "history") return [validFrom(config), validTo(config)];
  return writeMode === "mirror" && config.delete_mode === "soft" ? [deletedAt(config)] : [];
}

/**
 * @param columns that the run writes.
 * @throws PipelineError `sink_table_mismatch` when the source has a column of such a name: one would overwrite the other.
 */
export function assertOwnColumns(run: RunTarget, columns: readonly { readonly name: string }[]): void {
  const own = ownColumns(run);
  const taken = own.find((name, index) => own.indexOf(name) < index || columns.some((column) => column.name === name));
  if (taken === undefined) return;
  const option = run.writeMode === "history" ? "valid_from_column and valid_to_column" : "deleted_at_column";
  const reason = `${run.writeMode} writes the column "${taken}" itself, and the source has one of that name`;
  const advice = `rename it by the mapping, or choose other names with ${option}`;
  throw new PipelineError("sink_table_mismatch", `${reason}: ${advice}`);
}
