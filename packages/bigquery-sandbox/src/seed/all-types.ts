/*
 * A table with a column for every BigQuery type. Its first rows are hand-written edge cases (minimum, maximum, empty,
 * NULL, escapes); the others are derived from their number, with some NULLs.
 */

interface TypesColumn {
  readonly name: string;
  readonly duckdbType: string;
  /** DuckDB SQL for the edge rows, in order: neutral, NULL, greatest, least, awkward, awkward. */
  readonly edges: readonly [string, string, string, string, string, string];
  /** DuckDB SQL for row number `i`. */
  readonly generated: string;
}

const EDGE_ROWS = 6;

const NUMBERS: readonly TypesColumn[] = [
  {
    name: "int64",
    duckdbType: "BIGINT",
    edges: ["0", "NULL", "9223372036854775807", "-9223372036854775808", "9007199254740993", "-1"],
    generated: "if(i % 11 = 0, NULL, i * 1000003 - 7)",
  },
  {
    name: "int64_required",
    duckdbType: "BIGINT NOT NULL",
    edges: ["0", "1", "9223372036854775807", "-9223372036854775808", "4", "5"],
    generated: "i",
  },
  {
    name: "float64",
    duckdbType: "DOUBLE",
    edges: ["0.1", "NULL", "1.7976931348623157e308::DOUBLE", "5e-324::DOUBLE", "'nan'", "'-0.0'"],
    generated: "CASE i % 7 WHEN 0 THEN 'inf'::DOUBLE WHEN 1 THEN '-inf'::DOUBLE ELSE i * 1234567.875 / (i % 5 + 1) END",
  },
  {
    name: "numeric",
    duckdbType: "DECIMAL(38, 9)",
    edges: [
      "0",
      "NULL",
      `${"9".repeat(29)}.${"9".repeat(9)}`,
      `-${"9".repeat(29)}.${"9".repeat(9)}`,
      "1.5",
      "-0.000000001",
    ],
    generated: "i::DECIMAL(38, 9) / 8",
  },
  {
    name: "bignumeric",
    duckdbType: 'STRUCT("$bignumeric" VARCHAR)',
    edges: [
      "row('0')",
      "NULL",
      `row('${"5".repeat(38)}.${"7".repeat(38)}')`,
      `row('-${"5".repeat(38)}.${"7".repeat(38)}')`,
      `row('0.${"0".repeat(37)}1')`,
      "row('123456789012345678901234567890')",
    ],
    generated: "row(i || '.' || lpad((i % 997 + 1)::VARCHAR, 38, '0'))",
  },
];

const TEXTS: readonly TypesColumn[] = [
  {
    name: "bool",
    duckdbType: "BOOLEAN",
    edges: ["false", "NULL", "true", "false", "true", "false"],
    generated: "i % 2 = 0",
  },
  {
    name: "string",
    duckdbType: "VARCHAR",
    edges: [
      "''",
      "NULL",
      `'tab' || chr(9) || 'line' || chr(10) || 'return' || chr(13) || 'quote" back\\slash \\N \\.'`,
      `'<b>&''</b> 😀 é ' || chr(8232) || ' ' || chr(1) || chr(31) || chr(127)`,
      "'NULL'",
      "repeat('long ', 2000)",
    ],
    generated: "if(i % 13 = 0, NULL, 'row ' || i || ' ü')",
  },
  {
    name: "string_required",
    duckdbType: "VARCHAR NOT NULL",
    edges: ["''", "'b'", "'c'", "'d'", "'e'", "'f'"],
    generated: "'r' || i",
  },
  {
    name: "bytes",
    duckdbType: "BLOB",
    edges: ["''", "NULL", `'\\x00\\xFF\\xFE'`, `'\\x00'`, `'abc'`, `'\\x5C\\x2E'`],
    generated: "encode('bytes ' || i)",
  },
  {
    name: "json",
    duckdbType: "JSON",
    edges: [
      "'{}'",
      "NULL",
      `'{"a":[1,2.5,null,true],"b":{"c":"d"}}'`,
      "'null'",
      `'"text \\" with \\\\ and \\u00e9"'`,
      "'12345678901234567890'",
    ],
    generated: `'{"n":' || i || ',"s":"' || i % 10 || '"}'`,
  },
  {
    name: "geography",
    duckdbType: 'STRUCT("$geography" VARCHAR)',
    edges: [
      "row('POINT(0 0)')",
      "NULL",
      "row('POINT(180 90)')",
      "row('POINT(-180 -90)')",
      "row('LINESTRING(1 1, 2.5 2)')",
      "row('POLYGON((0 0, 1 0, 1 1, 0 0))')",
    ],
    generated: "row('POINT(' || i % 180 || ' ' || i % 90 || ')')",
  },
];

const TIMES: readonly TypesColumn[] = [
  {
    name: "date",
    duckdbType: "DATE",
    edges: ["'1970-01-01'", "NULL", "'9999-12-31'", "'0001-01-01'", "'2024-02-29'", "'1969-12-31'"],
    generated: "DATE '2000-01-01' + (i % 9000)::INTEGER",
  },
  {
    name: "datetime",
    duckdbType: "TIMESTAMP",
    edges: [
      "'1970-01-01 00:00:00'",
      "NULL",
      "'9999-12-31 23:59:59.999999'",
      "'0001-01-01 00:00:00'",
      "'2024-02-29 12:30:45.5'",
      "'1969-12-31 23:59:59.000001'",
    ],
    generated: "make_timestamp(946684800000000 + i * 61000001)",
  },
  {
    name: "time",
    duckdbType: "TIME",
    edges: ["'00:00:00'", "NULL", "'23:59:59.999999'", "'00:00:00.000001'", "'12:30:45.5'", "'01:02:03'"],
    generated: "make_time(i % 24, i % 60, i % 59 + 0.25)",
  },
  {
    name: "timestamp",
    duckdbType: "TIMESTAMPTZ",
    edges: [
      "'1970-01-01 00:00:00+00'",
      "NULL",
      "'9999-12-31 23:59:59.999999+00'",
      "'0001-01-01 00:00:00+00'",
      "'2014-08-19 12:41:35.22+00'",
      "'1969-12-31 23:59:59.999999+00'",
    ],
    generated: "make_timestamptz(946684800000000 + i * 61000001)",
  },
  {
    name: "interval",
    duckdbType: "INTERVAL",
    edges: [
      "INTERVAL 0 DAY",
      "NULL",
      "to_months(120000)",
      "to_months(-120000)",
      "to_months(-14) + to_days(3) + to_microseconds(-14706500000)",
      "to_months(1) + to_days(-2) + to_microseconds(1)",
    ],
    generated: "to_days((i % 400)::INTEGER) + to_seconds(i)",
  },
  ...rangeColumns("range_date", "DATE", "'2020-01-01'", "'2020-12-31'"),
  ...rangeColumns("range_datetime", "TIMESTAMP", "'2020-01-01 00:00:00'", "'2020-12-31 23:59:59.5'"),
  ...rangeColumns("range_timestamp", "TIMESTAMPTZ", "'2020-01-01 00:00:00+00'", "'2020-12-31 23:59:59.5+00'"),
];

function rangeColumns(name: string, type: string, start: string, end: string): TypesColumn[] {
  const range = (from: string, to: string) => `row(${from}::${type}, ${to}::${type})`;
  return [
    {
      name,
      duckdbType: `STRUCT("$start" ${type}, "$end" ${type})`,
      edges: [
        range(start, end),
        "NULL",
        range("NULL", end),
        range(start, "NULL"),
        range("NULL", "NULL"),
        range(start, end),
      ],
      generated: range(start, end),
    },
  ];
}

const NESTED: readonly TypesColumn[] = [
  {
    name: "struct",
    duckdbType: "STRUCT(x BIGINT, name VARCHAR, inner_struct STRUCT(day DATE, ok BOOLEAN))",
    edges: [
      "row(1, 'a', row(DATE '2024-01-01', true))",
      "NULL",
      "row(NULL, NULL, NULL)",
      "row(-1, '', row(NULL, NULL))",
      `row(2, 'quote"', row(DATE '0001-01-01', false))`,
      "row(3, '{}', row(DATE '9999-12-31', true))",
    ],
    generated: "row(i, 'n' || i, row(DATE '2024-01-01', i % 2 = 0))",
  },
  {
    name: "int64_array",
    duckdbType: "BIGINT[]",
    edges: ["[]", "[]", "[9223372036854775807, -9223372036854775808]", "[0]", "[1, 2, 3]", "[-1]"],
    generated: "range(i % 5)",
  },
  {
    name: "string_array",
    duckdbType: "VARCHAR[]",
    edges: ["[]", "[]", `['a', '', 'c,d', 'quote"', 'back\\slash']`, "['{}']", "['NULL']", "['😀']"],
    generated: "['s' || i, 't']",
  },
  {
    name: "timestamp_array",
    duckdbType: "TIMESTAMPTZ[]",
    edges: ["[]", "[]", "['9999-12-31 23:59:59.999999+00']", "['0001-01-01 00:00:00+00']", "[]", "[]"],
    generated: "[make_timestamptz(i * 1000001)]",
  },
  {
    name: "struct_array",
    duckdbType: "STRUCT(k VARCHAR, n DOUBLE, tags VARCHAR[])[]",
    edges: [
      "[]",
      "[]",
      "[row('a', 1.5, ['x', 'y']), row('b', NULL, [])]",
      "[row(NULL, NULL, NULL)]",
      "[row('nan', 'nan'::DOUBLE, ['z'])]",
      "[]",
    ],
    generated: "[row('k' || i, i / 4, ['t' || i])]",
  },
];

/** Every scalar again inside a STRUCT, where readers encode the same value differently. */
const SCALARS_IN_STRUCT: TypesColumn = structOf(
  "scalars",
  [...NUMBERS, ...TEXTS, ...TIMES].filter((column) => !column.duckdbType.endsWith("NOT NULL")),
);

const COLUMNS: readonly TypesColumn[] = [...NUMBERS, ...TEXTS, ...TIMES, ...NESTED, SCALARS_IN_STRUCT];

function structOf(name: string, members: readonly TypesColumn[]): TypesColumn {
  const edge = (row: number) => `row(${members.map((member) => member.edges[row]).join(", ")})`;
  return {
    name,
    duckdbType: `STRUCT(${members.map((member) => `"${member.name}" ${member.duckdbType}`).join(", ")})`,
    edges: [edge(0), edge(1), edge(2), edge(3), edge(4), edge(5)],
    generated: `row(${members.map((member) => member.generated).join(", ")})`,
  };
}

/** The statements that create a table of all types with `rowCount` rows (at least the edge rows). */
export function allTypesStatements(sqlName: string, rowCount: number): string[] {
  const definitions = COLUMNS.map((column) => `"${column.name}" ${column.duckdbType}`);
  const edgeRows = Array.from({ length: EDGE_ROWS }, (_, row) => COLUMNS.map((column) => column.edges[row]).join(", "));
  const generated = COLUMNS.map((column) => column.generated).join(", ");
  return [
    `CREATE TABLE ${sqlName} (id BIGINT NOT NULL, ${definitions.join(", ")})`,
    ...edgeRows.map((values, row) => `INSERT INTO ${sqlName} SELECT ${row}, ${values}`),
    `INSERT INTO ${sqlName} SELECT i, ${generated} FROM range(${EDGE_ROWS}, ${rowCount}) AS numbers(i)`,
  ];
}
