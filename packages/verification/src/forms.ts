/**
 * Text representations of each type in BigQuery and PostgreSQL, side by side: both expressions of a row in this file
 * must give equal text for equal values. A test runs both over every type.
 *
 * BigQuery's functions: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/functions-all
 */

/** One expression in both languages, of a quoted column. */
export interface Pair {
  readonly source: (column: string) => string;
  readonly staging: (column: string) => string;
}

export interface Form {
  /** The value as text; NULL for NULL. */
  readonly text: Pair;
  /** True if the text may contain any character, so that a row's text must mark where it ends. */
  readonly isFreeText: boolean;
  /**
   * Aggregates: PostgreSQL's as text, BigQuery's of a type whose JSON is that text (STRING, INT64, NUMERIC). Absent where
   * the two could differ or one has none.
   */
  readonly min?: Pair;
  readonly max?: Pair;
  readonly sum?: Pair;
}

/** Form of a type that is a whole number in both: its value, or days or microseconds since 1970. */
function wholeNumber(source: Pair["source"], staging: Pair["staging"]): Form {
  return {
    text: { source: (c) => `CAST(${source(c)} AS STRING)`, staging: (c) => `(${staging(c)})::text` },
    isFreeText: false,
    min: { source: (c) => `MIN(${source(c)})`, staging: (c) => `(${staging(`min(${c})`)})::text` },
    max: { source: (c) => `MAX(${source(c)})`, staging: (c) => `(${staging(`max(${c})`)})::text` },
    // NUMERIC can hold the sum of 10^10 of the greatest INT64.
    sum: {
      source: (c) => `SUM(CAST(${source(c)} AS NUMERIC))`,
      staging: (c) => `sum(${staging(c)})::text`,
    },
  };
}

const dayMicros = 86_400_000_000;

/** Exact to the microsecond for every year, and three times as fast as extract(epoch), which is numeric. */
const timestampMicros = (c: string) =>
  `(${c}::date - date '1970-01-01')::bigint * ${dayMicros} + (date_part('epoch', ${c}::time) * 1000000)::bigint`;

const int64 = wholeNumber(
  (c) => c,
  (c) => c,
);

const bool: Form = {
  text: { source: (c) => `CAST(CAST(${c} AS INT64) AS STRING)`, staging: (c) => `${c}::int::text` },
  isFreeText: false,
  sum: { source: (c) => `COUNTIF(${c})`, staging: (c) => `count(*) filter (where ${c})::text` },
};

/**
 * The sum omits the digits above 10^15: NUMERIC would overflow where a few values are near its limit. Minimum, maximum
 * and hash include them.
 */
const numeric: Form = {
  text: { source: (c) => `CAST(${c} AS STRING)`, staging: (c) => `trim_scale(${c})::text` },
  isFreeText: false,
  min: { source: (c) => `MIN(${c})`, staging: (c) => `trim_scale(min(${c}))::text` },
  max: { source: (c) => `MAX(${c})`, staging: (c) => `trim_scale(max(${c}))::text` },
  sum: {
    source: (c) => `SUM(MOD(${c}, NUMERIC '1000000000000000'))`,
    staging: (c) => `trim_scale(sum(mod(${c}, 1000000000000000)))::text`,
  },
};

const bignumeric: Form = { text: numeric.text, isFreeText: false };

/**
 * Seventeen significant digits identify every double, and C's %e writes them on both sides. Zero has no sign:
 * BigQuery's answers do not always keep it. No sum: it would depend on the order of the rows.
 */
function floatText(value: string, forms: { nan: string; infinite: string; sign: string; digits: string }): string {
  return `CASE WHEN ${forms.nan} THEN 'nan' WHEN ${forms.infinite} THEN ${forms.sign} WHEN ${value} = 0 THEN '0' ELSE ${forms.digits} END`;
}

const sourceFloat = (c: string) =>
  floatText(c, {
    nan: `IS_NAN(${c})`,
    infinite: `IS_INF(${c})`,
    sign: `IF(${c} > 0, 'inf', '-inf')`,
    digits: `FORMAT('%.16e', ${c})`,
  });

const stagingFloat = (c: string) =>
  floatText(c, {
    nan: `${c} = 'NaN'`,
    infinite: `${c} in ('Infinity', '-Infinity')`,
    sign: `case when ${c} > 0 then 'inf' else '-inf' end`,
    // A space means plus.
    digits: `ltrim(to_char(${c}, '9.9999999999999999EEEE'))`,
  });

/** Excludes NaN, which is both minimum and maximum in BigQuery, and the maximum in PostgreSQL. */
const floatExtreme = (name: "min" | "max"): Pair => ({
  source: (c) => sourceFloat(`${name.toUpperCase()}(IF(IS_NAN(${c}), NULL, ${c}))`),
  staging: (c) => stagingFloat(`(${name}(${c}) filter (where ${c} <> 'NaN'))`),
});

const float64: Form = {
  text: { source: (c) => orNull(c, sourceFloat(c)), staging: (c) => orNull(c, stagingFloat(c)) },
  isFreeText: false,
  min: floatExtreme("min"),
  max: floatExtreme("max"),
};

/** NULL is not NaN, infinite or 0: without this it would reach the digits, which are NULL on both sides. */
function orNull(column: string, text: string): string {
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE ${text} END`;
}

/** Ordered by bytes of UTF-8, like BigQuery's text. Digested in the database, because text can be long. */
const textExtreme = (name: "min" | "max"): Pair => ({
  source: (c) => `TO_HEX(MD5(${name.toUpperCase()}(${c})))`,
  staging: (c) => `md5(${name}(${c} collate "C"))`,
});

const string: Form = {
  text: { source: (c) => c, staging: (c) => c },
  isFreeText: true,
  min: textExtreme("min"),
  max: textExtreme("max"),
  sum: { source: (c) => `SUM(CHAR_LENGTH(${c}))`, staging: (c) => `sum(char_length(${c}))::text` },
};

const bytes: Form = {
  text: { source: (c) => `TO_HEX(${c})`, staging: (c) => `encode(${c}, 'hex')` },
  isFreeText: false,
  min: {
    source: (c) => string.min!.source(`TO_HEX(${c})`),
    staging: (c) => `md5(min(encode(${c}, 'hex') collate "C"))`,
  },
  max: {
    source: (c) => string.max!.source(`TO_HEX(${c})`),
    staging: (c) => `md5(max(encode(${c}, 'hex') collate "C"))`,
  },
  sum: { source: (c) => `SUM(BYTE_LENGTH(${c}))`, staging: (c) => `sum(octet_length(${c}))::text` },
};

const forms: Readonly<Record<string, Form>> = {
  INT64: int64,
  BOOL: bool,
  NUMERIC: numeric,
  BIGNUMERIC: bignumeric,
  FLOAT64: float64,
  STRING: string,
  BYTES: bytes,
  DATE: wholeNumber(
    (c) => `UNIX_DATE(${c})`,
    (c) => `${c} - date '1970-01-01'`,
  ),
  DATETIME: wholeNumber((c) => `DATETIME_DIFF(${c}, DATETIME '1970-01-01 00:00:00', MICROSECOND)`, timestampMicros),
  TIMESTAMP: wholeNumber(
    (c) => `UNIX_MICROS(${c})`,
    (c) => timestampMicros(`(${c} at time zone 'UTC')`),
  ),
  TIME: wholeNumber(
    (c) => `TIME_DIFF(${c}, TIME '00:00:00', MICROSECOND)`,
    (c) => `(date_part('epoch', ${c}) * 1000000)::bigint`,
  ),
};

/** Undefined for a type whose values the two write differently. */
export function formOf(type: string): Form | undefined {
  return forms[type];
}
