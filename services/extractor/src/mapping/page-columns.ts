/** Maps the plan's target columns back to the cells of a page. */
import { isSameSourceName, naturalType, sourcePathOf, type Column } from "@datamantri/contracts";
import type { Mapping } from "@datamantri/api";
import { nameInRows } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { Column as PageColumn } from "../transcode/column.ts";
import { maskTextOf, type MaskText } from "../transcode/mapped-columns/masks.ts";

export interface PageOptions {
  /** The run's mapping, which has the masks' arguments. */
  readonly mapping: Mapping | null;
  readonly maskKey: string | null;
  /** Column of the source that orders its rows. */
  readonly cursorColumn?: string | undefined;
}

/**
 * The columns of a page, in the order of its cells. The plan keeps the source's order, so neighbours that begin with
 * the same name are fields of one flattened STRUCT.
 *
 * @throws PipelineError `mapping_invalid` when the key of a mask is missing
 */
export function toPageColumns(columns: readonly Column[], options: PageOptions): PageColumn[] {
  return group(columns, 0, options);
}

/** Path of a column in the row. */
export function pathOf({ name, sourcePath }: Column): readonly string[] {
  return sourcePath.length === 0 ? [name] : sourcePath;
}

function group(columns: readonly Column[], depth: number, options: PageOptions): PageColumn[] {
  const cells: PageColumn[] = [];
  for (let first = 0; first < columns.length;) {
    const path = pathOf(columns[first]!);
    let end = first + 1;
    while (end < columns.length && pathOf(columns[end]!)[depth] === path[depth]) end++;
    if (path.length === depth + 1) cells.push(toLeaf(columns[first]!, options));
    else cells.push(toFlattened(path.slice(0, depth + 1), group(columns.slice(first, end), depth + 1, options)));
    first = end;
  }
  return cells;
}

function toFlattened(path: readonly string[], fields: PageColumn[]): PageColumn {
  return { name: path.join("."), type: "STRUCT", repeated: false, isFlattened: true, fields };
}

function toLeaf(column: Column, options: PageOptions): PageColumn {
  const { mask, targetType } = column;
  const isNatural = targetType === "" || targetType === naturalType(column);
  return {
    ...toCell(column),
    name: pathOf(column).join("."),
    ...(mask === "" ? {} : { maskText: maskOf(column, options) }),
    ...(isCursor(column, options) ? { isCursor: true } : {}),
    ...(mask !== "" || isNatural ? {} : { castTo: targetType }),
  };
}

function isCursor(column: Column, { cursorColumn }: PageOptions): boolean {
  return cursorColumn !== undefined && isSameSourceName(sourcePathOf(column), nameInRows(cursorColumn));
}

/** Converts the contract's column, whose types the plan checked, for the transcoder. */
function toCell({ name, type, repeated, fields, rangeElementType }: Column): PageColumn {
  return {
    name,
    type: type as PageColumn["type"],
    repeated,
    ...(fields.length > 0 ? { fields: fields.map(toCell) } : {}),
    ...(rangeElementType === "" ? {} : { rangeElementType: rangeElementType as "DATE" }),
  };
}

function maskOf(column: Column, { mapping, maskKey }: PageOptions): MaskText {
  const source = pathOf(column).join(".").toLowerCase();
  const mask = mapping?.columns?.find((rule) => rule.source.toLowerCase() === source)?.mask;
  if (mask === undefined) {
    throw new PipelineError("run_inconsistent", `the run's mapping has no mask for "${source}", the plan has one`);
  }
  return maskTextOf(mask, maskKey);
}
