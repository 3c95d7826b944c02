/* https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions */
import { call, fn, type Signature } from "./signature.ts";

type Functions = Readonly<Record<string, readonly Signature[]>>;

const big = (x: string): string => `${x}."$bignumeric"`;
const toBig = (text: string): string => `{'$bignumeric': ${text}}`;
const float = (name: string): readonly Signature[] => [fn("FLOAT64", "FLOAT64", call(name))];

/** INT64's own, then NUMERIC's and BIGNUMERIC's by text, then FLOAT64's. */
function rounding(how: string): readonly Signature[] {
  const numeric = (x: string, digits = "0"): string =>
    `CAST(bq_number_round(bq_numeric_text(${x}), ${digits}, '${how}') AS DECIMAL(38, 9))`;
  return [
    fn("INT64", "FLOAT64", (x) => `CAST(${x} AS DOUBLE)`),
    fn("NUMERIC", "NUMERIC", (x) => numeric(x)),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => toBig(`bq_number_round(${big(x)}, 0, '${how}')`)),
    fn("FLOAT64", "FLOAT64", call(how)),
  ];
}

function roundingTo(how: string): readonly Signature[] {
  return [
    ...rounding(how),
    fn(
      "NUMERIC, INT64",
      "NUMERIC",
      (x, n) => `CAST(bq_number_round(bq_numeric_text(${x}), ${n}, '${how}') AS DECIMAL(38, 9))`,
    ),
    fn("BIGNUMERIC, INT64", "BIGNUMERIC", (x, n) => toBig(`bq_number_round(${big(x)}, ${n}, '${how}')`)),
    fn("INT64, INT64", "FLOAT64", (x, n) => `${how}(CAST(${x} AS DOUBLE), CAST(${n} AS INTEGER))`),
    fn("FLOAT64, INT64", "FLOAT64", (x, n) => `${how}(${x}, CAST(${n} AS INTEGER))`),
  ];
}

/** An operator as a function whose error is NULL. */
function safe(operator: string): readonly Signature[] {
  return [
    fn("INT64, INT64", "INT64", (x, y) => `TRY(${x} ${operator} ${y})`),
    fn("NUMERIC, NUMERIC", "NUMERIC", (x, y) =>
      operator === "*"
        ? `TRY(CAST(bq_number('*', bq_numeric_text(${x}), bq_numeric_text(${y}), 'NUMERIC') AS DECIMAL(38, 9)))`
        : `TRY(${x} ${operator} ${y})`,
    ),
    fn(
      "BIGNUMERIC, BIGNUMERIC",
      "BIGNUMERIC",
      (x, y) => `TRY(${toBig(`bq_number('${operator}', ${big(x)}, ${big(y)}, 'BIGNUMERIC')`)})`,
    ),
    fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => `(${x} ${operator} ${y})`),
  ];
}

/** NULL if any is NULL, unlike DuckDB's; then NaN if any is NaN. BIGNUMERIC is text in DuckDB. */
function extreme(name: "greatest" | "least"): readonly Signature[] {
  const call = (all: readonly string[]): string => `${name}(${all.join(", ")})`;
  const any = (all: readonly string[], test: (x: string) => string): string => all.map(test).join(" OR ");
  const isNull = (x: string): string => `${x} IS NULL`;
  return [
    fn("FLOAT64...", "FLOAT64", (...all) => {
      const isNan = any(all, (x) => `isnan(${x})`);
      return `CASE WHEN ${any(all, isNull)} THEN NULL WHEN ${isNan} THEN CAST('nan' AS DOUBLE) ELSE ${call(all)} END`;
    }),
    fn("BIGNUMERIC...", "BIGNUMERIC", (...all) => {
      const keyed = all.map((x) => `{'key': bq_number_key(${big(x)}), 'value': ${x}}`);
      return `CASE WHEN ${any(all, isNull)} THEN NULL ELSE ${call(keyed)}."value" END`;
    }),
    fn("O...", "T", (...all) => `CASE WHEN ${any(all, isNull)} THEN NULL ELSE ${call(all)} END`),
  ];
}

export const mathFunctions: Functions = {
  ABS: [
    fn("INT64", "INT64", call("abs")),
    fn("NUMERIC", "NUMERIC", call("abs")),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => toBig(`ltrim(${big(x)}, '-')`)),
    fn("FLOAT64", "FLOAT64", call("abs")),
  ],
  SIGN: [
    fn("INT64", "INT64", (x) => `CAST(sign(${x}) AS BIGINT)`),
    fn("NUMERIC", "NUMERIC", (x) => `CAST(sign(${x}) AS DECIMAL(38, 9))`),
    fn("FLOAT64", "FLOAT64", (x) => `CASE WHEN isnan(${x}) THEN ${x} ELSE CAST(sign(${x}) AS DOUBLE) END`),
  ],
  IS_INF: [fn("FLOAT64", "BOOL", call("isinf"))],
  IS_NAN: [fn("FLOAT64", "BOOL", call("isnan"))],
  IEEE_DIVIDE: [fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => `(${x} / ${y})`)],
  RAND: [fn("", "FLOAT64", () => "random()")],
  SQRT: [fn("FLOAT64", "FLOAT64", call("bq_sqrt"))],
  CBRT: float("cbrt"),
  EXP: float("exp"),
  POW: [fn("FLOAT64, FLOAT64", "FLOAT64", call("pow"))],
  POWER: [fn("FLOAT64, FLOAT64", "FLOAT64", call("pow"))],
  LN: float("bq_ln"),
  LOG: [
    fn("FLOAT64", "FLOAT64", call("bq_ln")),
    fn("FLOAT64, FLOAT64", "FLOAT64", (x, base) => `(bq_ln(${x}) / bq_ln(${base}))`),
  ],
  LOG10: float("bq_log10"),
  GREATEST: extreme("greatest"),
  LEAST: extreme("least"),
  DIV: [
    fn("INT64, INT64", "INT64", call("bq_div")),
    fn(
      "NUMERIC, NUMERIC",
      "NUMERIC",
      (x, y) => `CAST(bq_number('DIV', bq_numeric_text(${x}), bq_numeric_text(${y}), 'NUMERIC') AS DECIMAL(38, 9))`,
    ),
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => toBig(`bq_number('DIV', ${big(x)}, ${big(y)}, 'BIGNUMERIC')`)),
  ],
  MOD: [
    fn("INT64, INT64", "INT64", call("bq_mod")),
    fn("NUMERIC, NUMERIC", "NUMERIC", call("bq_mod_numeric")),
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => toBig(`bq_number('MOD', ${big(x)}, ${big(y)}, 'BIGNUMERIC')`)),
  ],
  SAFE_DIVIDE: [
    fn("INT64, INT64", "FLOAT64", (x, y) => `CASE WHEN ${y} <> 0 THEN ${x} / ${y} END`),
    fn(
      "NUMERIC, NUMERIC",
      "NUMERIC",
      (x, y) => `TRY(CAST(bq_number('/', bq_numeric_text(${x}), bq_numeric_text(${y}), 'NUMERIC') AS DECIMAL(38, 9)))`,
    ),
    fn(
      "BIGNUMERIC, BIGNUMERIC",
      "BIGNUMERIC",
      (x, y) => `TRY(${toBig(`bq_number('/', ${big(x)}, ${big(y)}, 'BIGNUMERIC')`)})`,
    ),
    fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => `CASE WHEN ${y} <> 0 THEN ${x} / ${y} END`),
  ],
  SAFE_ADD: safe("+"),
  SAFE_SUBTRACT: safe("-"),
  SAFE_MULTIPLY: safe("*"),
  SAFE_NEGATE: [
    fn("INT64", "INT64", (x) => `TRY(-${x})`),
    fn("NUMERIC", "NUMERIC", (x) => `(-${x})`),
    fn("FLOAT64", "FLOAT64", (x) => `(-${x})`),
  ],
  ROUND: roundingTo("round"),
  TRUNC: roundingTo("trunc"),
  CEIL: rounding("ceil"),
  CEILING: rounding("ceil"),
  FLOOR: rounding("floor"),
  COS: float("cos"),
  SIN: float("sin"),
  TAN: float("tan"),
  ACOS: float("acos"),
  ASIN: float("asin"),
  ATAN: float("atan"),
  ATAN2: [fn("FLOAT64, FLOAT64", "FLOAT64", call("atan2"))],
  COSH: float("cosh"),
  SINH: float("sinh"),
  TANH: float("tanh"),
  BIT_COUNT: [fn("INT64", "INT64", (x) => `CAST(bit_count(${x}) AS BIGINT)`)],
  RANGE_BUCKET: [
    fn(
      "O, ARRAY<T>",
      "INT64",
      (x, bounds) => `CASE WHEN ${x} IS NOT NULL THEN len(list_filter(${bounds}, lambda bound: bound <= ${x})) END`,
    ),
  ],
};
