import type { Place } from "../compile/compile-expression.ts";
import type { Value } from "../compile/value.ts";
import type { Call } from "../syntax/ast.ts";

/** A function whose arguments are more than values: date parts, patterns, types. */
export type Special = (place: Place, node: Call) => Value;
