/* https://cloud.google.com/bigquery/docs/reference/standard-sql/window-function-calls */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { sortSql } from "../compile/sort.ts";
import { describeType, isGroupable } from "../compile/types.ts";
import type { Frame, FrameBound, Window } from "../syntax/ast.ts";

/** ` OVER (...)`, named windows written out. */
export function overSql(place: Place, window: Window | undefined): string {
  if (window === undefined) return "";
  const { partitionBy, orderBy, frame } = resolve(place, window);
  const partition = partitionBy.map((node) => {
    const key = compileExpression(place, node);
    if (isGroupable(key.type)) return key.sql;
    throw place.context.error(`Partitioning by expressions of type ${describeType(key.type)} is not allowed`, node.at);
  });
  const parts = [
    partition.length === 0 ? "" : `PARTITION BY ${partition.join(", ")}`,
    sortSql(place, orderBy, undefined),
    frame === undefined ? "" : frameSql(place, frame),
  ];
  return ` OVER (${parts.filter((part) => part !== "").join(" ")})`;
}

function resolve(place: Place, window: Window): Window {
  if (window.base === undefined) return window;
  const base = place.windows.get(window.base.toLowerCase());
  if (base === undefined) throw place.context.error(`Unrecognized window alias ${window.base}`, 0);
  const found = resolve(place, base);
  return {
    base: undefined,
    partitionBy: [...found.partitionBy, ...window.partitionBy],
    orderBy: window.orderBy.length > 0 ? window.orderBy : found.orderBy,
    frame: window.frame ?? found.frame,
  };
}

function frameSql(place: Place, { unit, start, end }: Frame): string {
  const first = boundSql(place, start);
  return end === undefined ? `${unit} ${first}` : `${unit} BETWEEN ${first} AND ${boundSql(place, end)}`;
}

function boundSql(place: Place, { value, direction }: FrameBound): string {
  if (value === "CURRENT") return "CURRENT ROW";
  return `${value === "UNBOUNDED" ? value : compileExpression(place, value).sql} ${direction}`;
}
