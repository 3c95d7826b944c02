/* https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#regexp_extract */
import { compileAs, type Place } from "../compile/compile-expression.ts";
import { arrayOf, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import { quoteText } from "../quote.ts";
import type { Call, Expression } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import type { Special } from "./special.ts";

/** The pattern, and 1 if it has a group that is extracted, 0 if all of the match is. */
function patternOf(place: Place, node: Call): { sql: string; group: number } {
  const pattern = node.arguments[1];
  if (pattern?.kind !== "literal" || pattern.type !== "STRING") {
    throw place.context.unsupported(`${node.name} with a pattern that is not a literal`, node.at);
  }
  const groups =
    pattern.value.replaceAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/g, "").match(/\((?!\?)|\(\?P?</g)?.length ?? 0;
  if (groups > 1) {
    throw place.context.error(
      "Regular expressions passed into extraction functions must not have more than 1 capturing group",
      node.at,
    );
  }
  return { sql: quoteText(pattern.value), group: groups };
}

function text(place: Place, node: Call, index: number): string {
  const argument: Expression | undefined = node.arguments[index];
  if (argument === undefined) throw noMatch(place, node, []);
  return compileAs(place, argument, "STRING", node.name);
}

function extract(place: Place, node: Call): Value {
  if (node.arguments.length !== 2) throw place.context.unsupported(`${node.name} with a position`, node.at);
  const { sql, group } = patternOf(place, node);
  return value(`bq_regexp_extract(${text(place, node, 0)}, ${sql}, ${group})`, scalar("STRING"));
}

export const patternFunctions: Readonly<Record<string, Special>> = {
  REGEXP_EXTRACT: extract,
  REGEXP_SUBSTR: extract,
  REGEXP_EXTRACT_ALL(place, node) {
    const { sql, group } = patternOf(place, node);
    return value(`regexp_extract_all(${text(place, node, 0)}, ${sql}, ${group})`, arrayOf(scalar("STRING")));
  },
  REGEXP_REPLACE(place, node) {
    const [x, pattern, replacement] = [text(place, node, 0), text(place, node, 1), text(place, node, 2)];
    return value(`regexp_replace(${x}, ${pattern}, ${replacement}, 'g')`, scalar("STRING"));
  },
};
