/* https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate_functions */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { bigOf, bigText } from "../compile/bignumeric.ts";
import { compare } from "../compile/operators.ts";
import { sortSql } from "../compile/sort.ts";
import { describeType, isA, isGroupable, scalar } from "../compile/types.ts";
import { raise, type Value, value } from "../compile/value.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import { fn, matchSignature, type Signature } from "./signature.ts";
import { overSql } from "./window.ts";

/** Writes a DuckDB aggregate with what stands around the arguments: DISTINCT, ORDER BY, OVER. */
type Aggregate = (name: string, list: readonly string[], filter?: string) => string;

interface Definition {
  readonly signatures: (aggregate: Aggregate) => readonly Signature[];
  readonly allows?: RegExp;
}

const floats =
  (name: string) =>
  (aggregate: Aggregate): readonly Signature[] => [fn("FLOAT64", "FLOAT64", (x) => aggregate(name, [x]))];
const pairs =
  (name: string) =>
  (aggregate: Aggregate): readonly Signature[] => [
    fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => aggregate(name, [x, y])),
  ];
const bits =
  (name: string) =>
  (aggregate: Aggregate): readonly Signature[] => [fn("INT64", "INT64", (x) => aggregate(name, [x]))];

/** NaN among the values makes NaN of MIN and MAX; BIGNUMERIC is text in DuckDB. */
const extreme =
  (name: "min" | "max") =>
  (aggregate: Aggregate): readonly Signature[] => [
    fn("FLOAT64", "FLOAT64", (x) =>
      name === "max"
        ? aggregate("max", [x])
        : `CASE WHEN ${aggregate("bool_or", [`isnan(${x})`])} THEN CAST('nan' AS DOUBLE) ELSE ${aggregate("min", [x])} END`,
    ),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => aggregate(`arg_${name}`, [x, `bq_number_key(${bigText(x)})`])),
    fn("O", "T", (x) => aggregate(name, [x])),
  ];

/** DuckDB has no sums of 76 digits: the texts are added at the end. NULL for none. */
const bigList = (aggregate: Aggregate, x: string): string =>
  aggregate("list", [`bq_numeric_text(${bigText(x)})`], `${x} IS NOT NULL`);

/** Finite values whose sum is not finite are an error. */
function checkedAggregate(aggregate: Aggregate, name: string, x: string): string {
  const result = aggregate(name, [x]);
  const hasInfinite = aggregate("bool_or", [`NOT isfinite(${x})`]);
  const error = raise(`double overflow: ${name.toUpperCase()}`, scalar("FLOAT64"));
  return `CASE WHEN NOT isfinite(${result}) AND NOT ${hasInfinite} THEN ${error} ELSE ${result} END`;
}

const definitions: Readonly<Record<string, Definition>> = {
  ANY_VALUE: { signatures: (aggregate) => [fn("T", "T", (x) => aggregate("any_value", [x]))] },
  APPROX_COUNT_DISTINCT: {
    signatures: (aggregate) => [fn("T", "INT64", (x) => aggregate("approx_count_distinct", [x]))],
  },
  AVG: {
    signatures: (aggregate) => [
      fn("INT64", "FLOAT64", (x) => aggregate("avg", [x])),
      fn(
        "NUMERIC",
        "NUMERIC",
        (x) =>
          `CAST(bq_number('/', bq_numeric_text(${aggregate("sum", [x])}), CAST(${aggregate("count", [x])} AS VARCHAR), 'NUMERIC') AS DECIMAL(38, 9))`,
      ),
      fn("BIGNUMERIC", "BIGNUMERIC", (x) => {
        const all = bigList(aggregate, x);
        return bigOf(`bq_number('/', bq_big_sum(${all}), CAST(len(${all}) AS VARCHAR), 'BIGNUMERIC')`);
      }),
      fn("FLOAT64", "FLOAT64", (x) => checkedAggregate(aggregate, "avg", x)),
    ],
  },
  BIT_AND: { signatures: bits("bit_and") },
  BIT_OR: { signatures: bits("bit_or") },
  BIT_XOR: { signatures: bits("bit_xor") },
  CORR: { signatures: pairs("corr") },
  COUNT: { signatures: (aggregate) => [fn("T", "INT64", (x) => aggregate("count", [x]))] },
  // 0 for no rows, where DuckDB's is NULL.
  COUNTIF: {
    signatures: (aggregate) => [fn("BOOL", "INT64", (x) => aggregate("count", [`CASE WHEN ${x} THEN 1 END`]))],
  },
  COVAR_POP: { signatures: pairs("covar_pop") },
  COVAR_SAMP: { signatures: pairs("covar_samp") },
  LOGICAL_AND: { signatures: (aggregate) => [fn("BOOL", "BOOL", (x) => aggregate("bool_and", [x]))] },
  LOGICAL_OR: { signatures: (aggregate) => [fn("BOOL", "BOOL", (x) => aggregate("bool_or", [x]))] },
  MAX: { signatures: extreme("max") },
  MIN: { signatures: extreme("min") },
  MAX_BY: { signatures: (aggregate) => [fn("T, FLOAT64", "T", (x, y) => aggregate("arg_max", [x, y]))] },
  MIN_BY: { signatures: (aggregate) => [fn("T, FLOAT64", "T", (x, y) => aggregate("arg_min", [x, y]))] },
  STDDEV: { signatures: floats("stddev_samp") },
  STDDEV_POP: { signatures: floats("stddev_pop") },
  STDDEV_SAMP: { signatures: floats("stddev_samp") },
  STRING_AGG: {
    signatures: (aggregate) => [fn("STRING, STRING?", "STRING", (x, d) => aggregate("string_agg", [x, d ?? "','"]))],
    allows: /ORDER|LIMIT/,
  },
  SUM: {
    signatures: (aggregate) => [
      fn("INT64", "INT64", (x) => `CAST(${aggregate("sum", [x])} AS BIGINT)`),
      fn("NUMERIC", "NUMERIC", (x) => aggregate("sum", [x])),
      fn("BIGNUMERIC", "BIGNUMERIC", (x) => bigOf(`bq_big_sum(${bigList(aggregate, x)})`)),
      fn("FLOAT64", "FLOAT64", (x) => checkedAggregate(aggregate, "sum", x)),
    ],
  },
  VARIANCE: { signatures: floats("var_samp") },
  VAR_POP: { signatures: floats("var_pop") },
  VAR_SAMP: { signatures: floats("var_samp") },
};

type Special = (place: Place, node: Call, aggregate: Aggregate, values: readonly Value[]) => Value;

const specials: Readonly<Record<string, Special>> = {
  ARRAY_AGG(place, node, aggregate, values) {
    const [of, another] = values;
    if (of === undefined || another !== undefined || of.type.kind === "array") throw noMatch(place, node, values);
    const filter = node.nulls === "IGNORE" ? `${of.sql} IS NOT NULL` : undefined;
    const list = aggregate("list", [of.sql], filter);
    return value(limited(place, node, list), { kind: "array", element: of.type });
  },
  ARRAY_CONCAT_AGG(place, node, aggregate, values) {
    const [of, another] = values;
    if (of?.type.kind !== "array" || another !== undefined) throw noMatch(place, node, values);
    return value(`flatten(${aggregate("list", [of.sql], `${of.sql} IS NOT NULL`)})`, of.type);
  },
  APPROX_QUANTILES(place, node, aggregate, values) {
    const [of, count] = values;
    const buckets = Number(count?.constant);
    if (of === undefined || !Number.isInteger(buckets) || buckets < 1) throw noMatch(place, node, values);
    if (isA(of.type, "BIGNUMERIC")) throw place.context.unsupported("APPROX_QUANTILES of BIGNUMERIC", node.at);
    const shares = Array.from({ length: buckets + 1 }, (_, index) => index / buckets);
    return value(aggregate("quantile_disc", [of.sql, `[${shares.join(", ")}]`]), { kind: "array", element: of.type });
  },
  GROUPING(place, node, aggregate, values) {
    if (values.length !== 1) throw noMatch(place, node, values);
    return value(`CAST(${aggregate("grouping", [values[0]!.sql])} AS BIGINT)`, scalar("INT64"));
  },
};

export const aggregateFunctions: Readonly<Record<string, unknown>> = { ...definitions, ...specials };

function limited(place: Place, node: Call, list: string): string {
  return node.limit === undefined ? list : `list_slice(${list}, 1, ${compileExpression(place, node.limit).sql})`;
}

export function callAggregate(place: Place, node: Call): Value {
  if (node.isSafe) throw place.context.unsupported(`SAFE.${node.name}`, node.at);
  const aggregate = writer(place, node);
  if (node.isStar) {
    if (node.name !== "COUNT")
      throw place.context.error(`Argument * can only be used in COUNT(*), but was provided for ${node.name}`, node.at);
    return value(`count(*)${overSql(place, node)}`, scalar("INT64"));
  }
  const values = node.arguments.map((argument) => compileExpression(place, argument));
  if (node.isDistinct) checkDistinct(place, node, values);
  const special = specials[node.name];
  if (special !== undefined) return special(place, node, aggregate, values);
  const { signatures, allows } = definitions[node.name]!;
  if (node.orderBy.length > 0 && !allows?.test("ORDER"))
    throw place.context.error(`ORDER BY in arguments is not supported on aggregate function ${node.name}`, node.at);
  if (node.nulls !== undefined)
    throw place.context.error(
      `IGNORE NULLS and RESPECT NULLS are not allowed for aggregate function ${node.name}`,
      node.at,
    );
  if (node.limit !== undefined) throw place.context.unsupported(`${node.name} with LIMIT`, node.at);
  const match = matchSignature(signatures(aggregate), values);
  if (match === undefined) throw noMatch(place, node, values);
  return value(match.signature.write(...match.values.map(({ sql }) => sql)), match.type);
}

function checkDistinct(place: Place, node: Call, [first]: readonly Value[]): void {
  if (first === undefined || (isGroupable(first.type) && compare("=", first, first) !== undefined)) return;
  throw place.context.error(
    `Aggregate functions with DISTINCT cannot be used with arguments of type ${describeType(first.type)}`,
    node.at,
  );
}

function writer(place: Place, node: Call): Aggregate {
  return (name, list, filter) => {
    const order = sortSql(place, node.orderBy, undefined);
    const where = filter === undefined ? "" : ` FILTER (WHERE ${filter})`;
    return `${name}(${node.isDistinct ? "DISTINCT " : ""}${list.join(", ")}${order})${where}${overSql(place, node)}`;
  };
}
