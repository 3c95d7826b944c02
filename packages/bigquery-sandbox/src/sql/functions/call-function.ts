/* Calls of functions: only those that are listed here run; DuckDB's own functions cannot be reached by name. */
import { describeTypes } from "../compile/coerce.ts";
import { COVERAGE } from "../coverage.ts";
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import type { Value } from "../compile/value.ts";
import type { Call } from "../syntax/ast.ts";
import { aggregateFunctions, callAggregate } from "./aggregate-functions.ts";
import { conditionalFunctions } from "./conditional-functions.ts";
import { dateFunctions } from "./date-functions.ts";
import { formatFunctions } from "./format-functions.ts";
import { jsonFunctions } from "./json-functions.ts";
import { mathFunctions } from "./math-functions.ts";
import { otherFunctions } from "./other-functions.ts";
import { patternFunctions } from "./pattern-functions.ts";
import { rangeFunctions } from "./range-functions.ts";
import { matchSignature, type Signature } from "./signature.ts";
import type { Special } from "./special.ts";
import { stringFunctions } from "./string-functions.ts";
import { callWindowFunction, windowFunctions } from "./window-functions.ts";

const plain: Readonly<Record<string, readonly Signature[]>> = {
  ...mathFunctions,
  ...stringFunctions,
  ...otherFunctions,
  ...rangeFunctions,
};

const specials: Readonly<Record<string, Special>> = {
  ...conditionalFunctions,
  ...dateFunctions,
  ...formatFunctions,
  ...jsonFunctions,
  ...patternFunctions,
};

const notDeterministic = /^(RAND|GENERATE_UUID|SESSION_USER|CURRENT_(TIMESTAMP|DATE|DATETIME|TIME))$/;

export function callFunction(place: Place, node: Call): Value {
  if (notDeterministic.test(node.name)) place.context.isDeterministic = false;
  if (Object.hasOwn(aggregateFunctions, node.name)) return callAggregate(place, node);
  if (Object.hasOwn(windowFunctions, node.name)) return callWindowFunction(place, node);
  if (
    node.over !== undefined ||
    node.isDistinct ||
    node.isStar ||
    node.orderBy.length > 0 ||
    node.nulls !== undefined
  ) {
    throw place.context.unsupported(`Function ${node.name} as an aggregate or analytic function`, node.at);
  }
  const result = callScalar(place, node);
  return node.isSafe ? { sql: `TRY(${result.sql})`, type: result.type } : result;
}

function callScalar(place: Place, node: Call): Value {
  const special = Object.hasOwn(specials, node.name) ? specials[node.name] : undefined;
  if (special !== undefined) return special(place, node);
  const signatures = Object.hasOwn(plain, node.name) ? plain[node.name] : undefined;
  if (signatures === undefined) throw place.context.unsupported(`Function ${node.name}`, node.at);
  const values = node.arguments.map((argument) => compileExpression(place, argument));
  return applySignature(place, node, signatures, values);
}

/** The call by the signature that fits; throws BigQuery's error if none does. */
export function applySignature(
  place: Place,
  node: Call,
  signatures: readonly Signature[],
  values: readonly Value[],
): Value {
  const match = matchSignature(signatures, values);
  if (match?.signature.isUnsupported)
    throw place.context.unsupported(`${node.name} of ${describeTypes(values)}`, node.at);
  if (match !== undefined)
    return { sql: match.signature.write(...match.values.map(({ sql }) => sql)), type: match.type };
  throw noMatch(place, node, values);
}

export function noMatch(place: Place, node: Call, values: readonly Value[]): Error {
  const types = values.length === 0 ? "" : ` for argument types: ${describeTypes(values)}`;
  return place.context.error(`No matching signature for function ${node.name}${types} (${COVERAGE})`, node.at);
}
