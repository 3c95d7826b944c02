/* https://cloud.google.com/bigquery/docs/reference/standard-sql/window-function-calls */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { sortSql } from "../compile/sort.ts";
import { describeType, isGroupable } from "../compile/types.ts";
import type { Call, Frame, FrameBound, Window } from "../syntax/ast.ts";

/** What a function takes after OVER. */
export interface WindowRules {
  readonly order: "required" | "optional" | "none";
  readonly hasFrame: boolean;
}

const aggregateRules: WindowRules = { order: "optional", hasFrame: true };

/** ` OVER (...)`, named windows written out. @throws ApiError for a window that the function does not take */
export function overSql(place: Place, { over, name, isDistinct, at }: Call, rules = aggregateRules): string {
  if (over === undefined) return "";
  const { partitionBy, orderBy, frame } = resolve(place, over, at);
  const { order, hasFrame } = isDistinct ? { order: "none", hasFrame: false } : rules;
  const whose = isDistinct ? "if DISTINCT is specified" : `for analytic function ${name}`;
  if (order === "required" && orderBy.length === 0)
    throw place.context.error(`Window ORDER BY is required ${whose}`, at);
  if (order === "none" && orderBy.length > 0) throw place.context.error(`Window ORDER BY is not allowed ${whose}`, at);
  if (!hasFrame && frame !== undefined) throw place.context.error(`Window framing clause is not allowed ${whose}`, at);
  if (frame?.unit === "RANGE" && orderBy.length === 0 && !isUnbounded(frame))
    throw place.context.error("A RANGE-based window requires an ORDER BY unless it is unbounded on both sides", at);
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

function isUnbounded({ start, end }: Frame): boolean {
  return start.value === "UNBOUNDED" && end?.value === "UNBOUNDED";
}

function resolve(place: Place, window: Window, at: number): Window {
  if (window.base === undefined) return window;
  const base = place.windows.get(window.base.toLowerCase());
  if (base === undefined) throw place.context.error(`Unrecognized window alias ${window.base}`, at);
  const found = resolve(place, base, at);
  const conflict = window.isNameOnly ? undefined : conflictOf(window, found);
  if (conflict !== undefined) throw place.context.error(conflict, at);
  return {
    base: undefined,
    partitionBy: [...found.partitionBy, ...window.partitionBy],
    orderBy: window.orderBy.length > 0 ? window.orderBy : found.orderBy,
    frame: window.frame ?? found.frame,
  };
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/window-function-calls#def_use_named_window */
function conflictOf(window: Window, named: Window): string | undefined {
  if (window.partitionBy.length > 0) return "If a window has a PARTITION BY, it cannot reference a named window";
  if ((window.orderBy.length > 0 || window.frame !== undefined) && named.frame !== undefined)
    return "If a window has an inline ORDER BY or window frame clause, it cannot reference another window that contains or inherits a window frame clause";
  if (window.orderBy.length > 0 && named.orderBy.length > 0)
    return "If a window inherits an ORDER BY from its referenced window, it cannot have an inline ORDER BY";
  return undefined;
}

function frameSql(place: Place, { unit, start, end }: Frame): string {
  const first = boundSql(place, start);
  return end === undefined ? `${unit} ${first}` : `${unit} BETWEEN ${first} AND ${boundSql(place, end)}`;
}

function boundSql(place: Place, { value, direction }: FrameBound): string {
  if (value === "CURRENT") return "CURRENT ROW";
  return `${value === "UNBOUNDED" ? value : compileExpression(place, value).sql} ${direction}`;
}
