/* https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions */
import { bigArithmetic, bigOf, bigText } from "../compile/bignumeric.ts";
import { checkedFloat } from "../compile/float-overflow.ts";
import { scalar } from "../compile/types.ts";
import { raise } from "../compile/value.ts";
import { call, fn, type Signature, unsupported } from "./signature.ts";

type Functions = Readonly<Record<string, readonly Signature[]>>;

const float = (name: string): readonly Signature[] => [fn("FLOAT64", "FLOAT64", call(name))];

/** Those of FLOAT64 alone: of NUMERIC and BIGNUMERIC BigQuery computes these functions in decimal digits. */
const ofFloats = (name: string): readonly Signature[] => [
  ...float(name),
  fn("INT64", "FLOAT64", (x) => `${name}(CAST(${x} AS DOUBLE))`),
  unsupported("NUMERIC"),
  unsupported("BIGNUMERIC"),
];
const ofFloatPairs = (name: string): readonly Signature[] => [
  // First, because a literal such as 0.5 is as near to NUMERIC.
  fn("FLOAT64, FLOAT64", "FLOAT64", call(name)),
  fn("INT64, INT64", "FLOAT64", (x, y) => `${name}(CAST(${x} AS DOUBLE), CAST(${y} AS DOUBLE))`),
  unsupported("NUMERIC, NUMERIC"),
  unsupported("BIGNUMERIC, BIGNUMERIC"),
];

/** INT64's own, then NUMERIC's and BIGNUMERIC's by text, then FLOAT64's. */
function rounding(how: string): readonly Signature[] {
  const numeric = (x: string, digits = "0"): string =>
    `CAST(bq_number_round(bq_numeric_text(${x}), ${digits}, '${how}') AS DECIMAL(38, 9))`;
  return [
    fn("INT64", "FLOAT64", (x) => `CAST(${x} AS DOUBLE)`),
    fn("NUMERIC", "NUMERIC", (x) => numeric(x)),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => bigOf(`bq_number_round(${bigText(x)}, 0, '${how}')`)),
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
    fn("BIGNUMERIC, INT64", "BIGNUMERIC", (x, n) => bigOf(`bq_number_round(${bigText(x)}, ${n}, '${how}')`)),
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
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => `TRY(${bigArithmetic(operator, x, y)})`),
    fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => checkedFloat(`(${x} ${operator} ${y})`, [x, y], "NULL")),
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
      const keyed = all.map((x) => `{'key': bq_number_key(${bigText(x)}), 'value': ${x}}`);
      return `CASE WHEN ${any(all, isNull)} THEN NULL ELSE ${call(keyed)}."value" END`;
    }),
    fn("O...", "T", (...all) => `CASE WHEN ${any(all, isNull)} THEN NULL ELSE ${call(all)} END`),
  ];
}

export const mathFunctions: Functions = {
  ABS: [
    fn("INT64", "INT64", call("abs")),
    fn("NUMERIC", "NUMERIC", call("abs")),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => bigOf(`ltrim(${bigText(x)}, '-')`)),
    fn("FLOAT64", "FLOAT64", call("abs")),
  ],
  SIGN: [
    fn("INT64", "INT64", (x) => `CAST(sign(${x}) AS BIGINT)`),
    fn("NUMERIC", "NUMERIC", (x) => `CAST(sign(${x}) AS DECIMAL(38, 9))`),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) =>
      bigOf(`CAST(CAST(sign(CAST(${bigText(x)} AS DOUBLE)) AS INTEGER) AS VARCHAR)`),
    ),
    fn("FLOAT64", "FLOAT64", (x) => `CASE WHEN isnan(${x}) THEN ${x} ELSE CAST(sign(${x}) AS DOUBLE) END`),
  ],
  IS_INF: [fn("FLOAT64", "BOOL", call("isinf"))],
  IS_NAN: [fn("FLOAT64", "BOOL", call("isnan"))],
  IEEE_DIVIDE: [fn("FLOAT64, FLOAT64", "FLOAT64", (x, y) => `(${x} / ${y})`)],
  RAND: [fn("", "FLOAT64", () => "random()")],
  SQRT: ofFloats("bq_sqrt"),
  CBRT: float("cbrt"),
  EXP: ofFloats("bq_exp"),
  POW: ofFloatPairs("bq_pow"),
  POWER: ofFloatPairs("bq_pow"),
  LN: ofFloats("bq_ln"),
  LOG: [...ofFloats("bq_ln"), ...ofFloatPairs("bq_log")],
  LOG10: ofFloats("bq_log10"),
  GREATEST: extreme("greatest"),
  LEAST: extreme("least"),
  DIV: [
    fn("INT64, INT64", "INT64", call("bq_div")),
    fn(
      "NUMERIC, NUMERIC",
      "NUMERIC",
      (x, y) => `CAST(bq_number('DIV', bq_numeric_text(${x}), bq_numeric_text(${y}), 'NUMERIC') AS DECIMAL(38, 9))`,
    ),
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => bigArithmetic("DIV", x, y)),
  ],
  MOD: [
    fn("INT64, INT64", "INT64", call("bq_mod")),
    fn("NUMERIC, NUMERIC", "NUMERIC", call("bq_mod_numeric")),
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => bigArithmetic("MOD", x, y)),
  ],
  SAFE_DIVIDE: [
    fn("INT64, INT64", "FLOAT64", (x, y) => `CASE WHEN ${y} <> 0 THEN ${x} / ${y} END`),
    fn(
      "NUMERIC, NUMERIC",
      "NUMERIC",
      (x, y) => `TRY(CAST(bq_number('/', bq_numeric_text(${x}), bq_numeric_text(${y}), 'NUMERIC') AS DECIMAL(38, 9)))`,
    ),
    fn("BIGNUMERIC, BIGNUMERIC", "BIGNUMERIC", (x, y) => `TRY(${bigArithmetic("/", x, y)})`),
    fn(
      "FLOAT64, FLOAT64",
      "FLOAT64",
      (x, y) => `CASE WHEN ${y} <> 0 THEN ${checkedFloat(`${x} / ${y}`, [x, y], "NULL")} END`,
    ),
  ],
  SAFE_ADD: safe("+"),
  SAFE_SUBTRACT: safe("-"),
  SAFE_MULTIPLY: safe("*"),
  SAFE_NEGATE: [
    fn("INT64", "INT64", (x) => `TRY(-${x})`),
    fn("NUMERIC", "NUMERIC", (x) => `(-${x})`),
    fn("BIGNUMERIC", "BIGNUMERIC", (x) => `TRY(${bigArithmetic("-", bigOf("'0'"), x)})`),
    fn("FLOAT64", "FLOAT64", (x) => `(-${x})`),
  ],
  ROUND: roundingTo("round"),
  TRUNC: roundingTo("trunc"),
  CEIL: rounding("ceil"),
  CEILING: rounding("ceil"),
  FLOOR: rounding("floor"),
  COS: float("bq_cos"),
  SIN: float("bq_sin"),
  TAN: float("bq_tan"),
  ACOS: float("bq_acos"),
  ASIN: float("bq_asin"),
  ATAN: float("atan"),
  ATAN2: [fn("FLOAT64, FLOAT64", "FLOAT64", call("atan2"))],
  COSH: float("bq_cosh"),
  SINH: float("bq_sinh"),
  TANH: float("tanh"),
  BIT_COUNT: [fn("INT64", "INT64", (x) => `CAST(bit_count(${x}) AS BIGINT)`)],
  RANGE_BUCKET: [
    fn(
      "FLOAT64, ARRAY<FLOAT64>",
      "INT64",
      (x, bounds) =>
        `CASE WHEN NOT isnan(${x}) THEN bq_range_bucket(${x}, list_transform(${bounds}, lambda bound: CASE WHEN isnan(bound) THEN ${raise("Elements in input array to RANGE_BUCKET cannot be NaN", scalar("FLOAT64"))} ELSE bound END)) END`,
    ),
    fn(
      "BIGNUMERIC, ARRAY<BIGNUMERIC>",
      "INT64",
      (x, bounds) =>
        `bq_range_bucket(bq_number_key(${bigText(x)}), list_transform(${bounds}, lambda bound: bq_number_key(${bigText("bound")})))`,
    ),
    fn("O, ARRAY<T>", "INT64", call("bq_range_bucket")),
  ],
};
