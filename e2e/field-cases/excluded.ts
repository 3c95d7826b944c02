/**
 * Columns and fields that a mapping excludes are never asked for: a policy tag on them would refuse the whole read.
 * https://docs.cloud.google.com/bigquery/docs/column-level-security
 */
import type { FieldCase } from "./field-case.ts";

const policyTags = { names: ["projects/p/locations/us/taxonomies/1/policyTags/2"] };
const tagged = (name: string) => ({ name, type: "STRING", policyTags });
const text = (name: string) => ({ name, type: "STRING" });
const struct = (...fields: object[]) => ({ type: "RECORD", fields });

const about = {
  seenIn: "policy tags docs",
  documentation: "https://docs.cloud.google.com/bigquery/docs/column-level-security",
} as const;
const increments = { read: "incremental", cursor_column: "u" };
const exclude = (...sources: string[]) => sources.map((source) => ({ source, exclude: true }));

const emails = {
  schema: { id: "INT64", u: "TIMESTAMP", email: { type: "STRING", policyTags } },
  rows: [{ id: 1, u: "2026-01-01T00:00:00Z", email: "a@example.com" }],
};
const withoutEmail = { columns: exclude("email") };

/** Each STRUCT, in a STRUCT and in an ARRAY too, has a field that may not be read. */
const people = {
  schema: {
    id: "INT64",
    u: "TIMESTAMP",
    p: struct(text("name"), tagged("ssn"), { name: "home", ...struct(tagged("street"), text("city")) }),
    items: { mode: "REPEATED", ...struct(tagged("price"), text("sku"), { name: "n", type: "INT64" }) },
  },
  rows: [
    {
      id: 1,
      u: "2026-01-01T00:00:00Z",
      p: { name: "ann", ssn: "1", home: { street: "s", city: "c" } },
      items: [
        { price: "9", sku: "b", n: 1 },
        { price: "8", sku: "a", n: 2 },
      ],
    },
    { id: 2, u: "2026-01-01T00:00:00Z", p: { name: null, ssn: "2", home: null }, items: [] },
    { id: 3, u: "2026-01-01T00:00:00Z", p: null, items: [{ price: null, sku: null, n: null }] },
  ],
};
const withoutTagged = { columns: exclude("P.ssn", "p.HOME.street", "items.Price") };
const arrived = [
  {
    id: 1,
    p: { name: "ann", home: { city: "c" } },
    items: [
      { sku: "b", n: 1 },
      { sku: "a", n: 2 },
    ],
  },
  { id: 2, p: { name: null, home: null }, items: [] },
  { id: 3, p: null, items: [{ sku: null, n: null }] },
];
const select = "id::int, p, items";
const arrivedAgain = [...arrived, ...arrived.map((row) => ({ ...row, id: row.id + 10 }))];
const seePolicy = "CREATE ROW ACCESS POLICY some ON {table} GRANT TO ('allAuthenticatedUsers') FILTER USING (id < 100)";

/** Without policy tags, which a table that is made by a query has not. */
const plain = {
  schema: { id: "INT64", u: "TIMESTAMP", p: struct(text("name"), text("ssn")) },
  rows: [{ id: 1, u: "2026-01-01T00:00:00Z", p: { name: "ann", ssn: "1" } }],
};
const withoutSsn = { columns: exclude("p.ssn") };
const flatWithoutSsn = { structs: "flatten", columns: exclude("p.ssn") };
const replacedBy = (fields: string, id = 2) =>
  `CREATE OR REPLACE TABLE {table} AS SELECT ${id} AS id, TIMESTAMP '2026-01-0${id} 00:00:00+00' AS u, STRUCT(${fields}) AS p`;

export const excludedCases: readonly FieldCase[] = [
  {
    ...about,
    id: "D17",
    what: "an excluded column with a policy tag is not asked for when the table is read",
    table: emails,
    mode: "append",
    mapping: withoutEmail,
    select: "to_jsonb(case_d17) - 'u' as row",
    outcome: [{ row: { id: 1 } }],
  },
  {
    ...about,
    id: "D17b",
    what: "nor in an increment",
    table: emails,
    source: increments,
    mode: "append",
    mapping: withoutEmail,
    between: ["INSERT INTO {table} (id, u, email) VALUES (2, TIMESTAMP '2026-01-02 00:00:00+00', 'b@example.com')"],
    select: "to_jsonb(case_d17b) - 'u' as row",
    outcome: [{ row: { id: 1 } }, { row: { id: 2 } }],
  },
  {
    ...about,
    id: "D17c",
    what: "nor when row access policies leave only a query",
    table: emails,
    statements: [seePolicy],
    source: { allow_query_billing: true },
    mode: "replace",
    mapping: withoutEmail,
    select: "to_jsonb(case_d17c) - 'u' as row",
    outcome: [{ row: { id: 1 } }],
  },
  {
    ...about,
    id: "D17d",
    what: "an excluded field of a STRUCT with a policy tag is not asked for when the table is read",
    table: people,
    mode: "append",
    mapping: withoutTagged,
    select,
    outcome: arrived,
  },
  {
    ...about,
    id: "D17e",
    what: "nor in an increment: NULL STRUCTs stay NULL, ARRAYs keep their order",
    table: people,
    source: increments,
    mode: "append",
    mapping: withoutTagged,
    between: [
      "INSERT INTO {table} (id, u, p, items) VALUES " +
        "(11, TIMESTAMP '2026-01-02 00:00:00+00', STRUCT('ann', '1', STRUCT('s', 'c')), [STRUCT('9', 'b', 1), STRUCT('8', 'a', 2)]), " +
        "(12, TIMESTAMP '2026-01-02 00:00:00+00', STRUCT(NULL, '2', NULL), []), " +
        "(13, TIMESTAMP '2026-01-02 00:00:00+00', NULL, [STRUCT<price STRING, sku STRING, n INT64>(NULL, NULL, NULL)])",
    ],
    select,
    outcome: arrivedAgain,
  },
  {
    ...about,
    id: "D17f",
    what: "nor when row access policies leave only a query, with a full verification of its result",
    table: people,
    statements: [seePolicy],
    source: { allow_query_billing: true },
    mode: "replace",
    destination: { verification: "full" },
    mapping: withoutTagged,
    select,
    outcome: arrived,
  },
  {
    ...about,
    id: "D17g",
    what: "nor by the query of a full verification of the table",
    table: people,
    mode: "replace",
    destination: { verification: "full" },
    mapping: withoutTagged,
    select,
    outcome: arrived,
  },
  {
    ...about,
    id: "D17h",
    what: "nor of a flattened STRUCT, of which another field is masked",
    table: people,
    source: { filter: "id < 100" },
    mode: "append",
    mapping: {
      structs: "flatten",
      columns: [
        ...exclude("p.ssn", "p.home.street", "items"),
        { source: "p.name", mask: { method: "partial", keep_first: 1 } },
      ],
    },
    select: "to_jsonb(case_d17h) - 'u' as row",
    outcome: [
      { row: { id: 1, p_name: "a**", p_home_city: "c" } },
      { row: { id: 2, p_name: null, p_home_city: null } },
      { row: { id: 3, p_name: null, p_home_city: null } },
    ],
  },
  {
    ...about,
    id: "D17i",
    what: "a filter may name a field that the mapping excludes",
    table: plain,
    source: { ...increments, filter: "p.ssn = '1'" },
    mode: "append",
    mapping: withoutSsn,
    between: [
      "INSERT INTO {table} (id, u, p) VALUES (2, TIMESTAMP '2026-01-02 00:00:00+00', STRUCT('bob', '1')), (3, TIMESTAMP '2026-01-02 00:00:00+00', STRUCT('eve', '3'))",
    ],
    select: "id::int, p",
    outcome: [
      { id: 1, p: { name: "ann" } },
      { id: 2, p: { name: "bob" } },
    ],
  },
  {
    ...about,
    id: "D17j",
    what: "a STRUCT of which no field stays is refused when saved",
    table: plain,
    source: increments,
    mode: "append",
    mapping: { columns: exclude("p.name", "p.ssn") },
    outcome: { refused: "mapping_invalid", saying: "has no fields left: exclude it as a whole" },
  },
  {
    ...about,
    id: "D17k",
    what: "a field that the source does not have is refused when saved",
    table: plain,
    mode: "append",
    mapping: { columns: exclude("p.sn") },
    outcome: { refused: "mapping_invalid", saying: "the source has no column" },
  },
  {
    ...about,
    id: "D17l",
    what: "an excluded field that the source drops later breaks no run",
    table: plain,
    mode: "replace",
    mapping: withoutSsn,
    between: [replacedBy("'bob' AS name"), null],
    select: "id::int, p",
    outcome: [{ id: 2, p: { name: "bob" } }],
  },
  {
    ...about,
    id: "D17m",
    what: "nor an increment; a column that is excluded as a whole too",
    table: plain,
    source: increments,
    mode: "append",
    mapping: { columns: exclude("p", "p.ssn") },
    between: [
      replacedBy("'bob' AS name"),
      "CREATE OR REPLACE TABLE {table} AS SELECT 3 AS id, TIMESTAMP '2026-01-03 00:00:00+00' AS u",
    ],
    select: "to_jsonb(case_d17m) - 'u' as row",
    outcome: [{ row: { id: 1 } }, { row: { id: 2 } }, { row: { id: 3 } }],
  },
  {
    ...about,
    id: "D17n",
    what: "a new field of a flattened STRUCT is a new column, beside one that is excluded: frozen",
    table: plain,
    source: increments,
    mode: "append",
    destination: { schema_drift: "freeze" },
    mapping: flatWithoutSsn,
    between: [replacedBy("'bob' AS name, '2' AS ssn, 5 AS age")],
    select: "id::int",
    outcome: { fails: "schema_drift", saying: "p_age" },
  },
  {
    ...about,
    id: "D17o",
    what: "ignored",
    table: plain,
    source: increments,
    mode: "append",
    destination: { schema_drift: "ignore_new" },
    mapping: flatWithoutSsn,
    between: [replacedBy("'bob' AS name, '2' AS ssn, 5 AS age"), null],
    select: "to_jsonb(case_d17o) - 'u' as row",
    outcome: [{ row: { id: 1, p_name: "ann" } }, { row: { id: 2, p_name: "bob" } }],
  },
  {
    ...about,
    id: "D17p",
    what: "added",
    table: plain,
    source: increments,
    mode: "append",
    destination: { schema_drift: "evolve" },
    mapping: flatWithoutSsn,
    between: [replacedBy("'bob' AS name, '2' AS ssn, 5 AS age")],
    select: "to_jsonb(case_d17p) - 'u' as row",
    outcome: [{ row: { id: 1, p_name: "ann", p_age: null } }, { row: { id: 2, p_name: "bob", p_age: 5 } }],
  },
  {
    ...about,
    id: "D17q",
    what: "and a new field of a jsonb STRUCT is frozen too",
    table: plain,
    source: increments,
    mode: "append",
    destination: { schema_drift: "freeze" },
    mapping: withoutSsn,
    between: [replacedBy("'bob' AS name, '2' AS ssn, 5 AS age")],
    select: "id::int, p",
    outcome: { fails: "schema_drift", saying: 'new "p.age"' },
  },
  {
    ...about,
    id: "D17r",
    what: "or arrives, if the target evolves",
    table: plain,
    source: increments,
    mode: "append",
    destination: { schema_drift: "evolve" },
    mapping: withoutSsn,
    between: [replacedBy("'bob' AS name, '2' AS ssn, 5 AS age"), replacedBy("'eve' AS name, 6 AS age", 3)],
    select: "id::int, p",
    outcome: [
      { id: 1, p: { name: "ann" } },
      { id: 2, p: { age: 5, name: "bob" } },
      { id: 3, p: { age: 6, name: "eve" } },
    ],
  },
  {
    ...about,
    id: "D17s",
    what: "an excluded field is left out of a query's increments too",
    table: plain,
    query: "SELECT id, u, [p] AS ps FROM {table} WHERE p.ssn = '1'",
    source: increments,
    mode: "append",
    mapping: { columns: exclude("ps.ssn") },
    between: ["INSERT INTO {table} (id, u, p) VALUES (2, TIMESTAMP '2026-01-02 00:00:00+00', STRUCT('bob', '1'))"],
    select: "id::int, ps",
    outcome: [
      { id: 1, ps: [{ name: "ann" }] },
      { id: 2, ps: [{ name: "bob" }] },
    ],
  },
  {
    ...about,
    id: "D17t",
    what: "a cursor is not excluded",
    table: plain,
    source: increments,
    mode: "append",
    mapping: { columns: exclude("U", "p.ssn") },
    outcome: { refused: "mapping_invalid", saying: "is the cursor_column, which cannot be excluded" },
  },
  {
    ...about,
    id: "D17u",
    what: "nor is a key, here a field of a flattened STRUCT",
    table: plain,
    mode: "merge",
    destination: { key: ["p_ssn"] },
    mapping: flatWithoutSsn,
    outcome: { refused: "sink_key_invalid", saying: "p_ssn" },
  },
  {
    ...about,
    id: "D17v",
    what: "a field with a policy tag that is not excluded is named",
    table: people,
    mode: "append",
    mapping: { columns: exclude("p.ssn", "items") },
    outcome: { fails: "source_permission_denied", saying: 'Exclude "p.home.street" in the mapping' },
  },
  {
    ...about,
    id: "D17w",
    what: "also if a query of yours names it",
    table: people,
    query: "SELECT id, p FROM {table}",
    mode: "append",
    mapping: { columns: exclude("p.ssn", "p.home.street") },
    outcome: { fails: "source_permission_denied", saying: "name none in a query" },
  },
  {
    ...about,
    id: "D17x",
    what: "an excluded field is not asked for when several tables are read as one",
    table: people,
    source: { table: "case_d17x*", allow_query_billing: true },
    mode: "replace",
    mapping: withoutTagged,
    select,
    outcome: arrived,
  },
  {
    ...about,
    id: "D17y",
    what: "nor an excluded column, in their increments",
    table: emails,
    source: { ...increments, table: "case_d17y*" },
    mode: "append",
    mapping: withoutEmail,
    between: ["INSERT INTO {table} (id, u, email) VALUES (2, TIMESTAMP '2026-01-02 00:00:00+00', 'b@example.com')"],
    select: "to_jsonb(case_d17y) - 'u' as row",
    outcome: [{ row: { id: 1 } }, { row: { id: 2 } }],
  },
  {
    ...about,
    id: "D17z",
    what: "a flattened NULL STRUCT is NULL in each way of reading, its ARRAY too",
    statements: [
      "CREATE TABLE {table} (id INT64, u TIMESTAMP, p STRUCT<a STRING, b INT64, items ARRAY<INT64>>)",
      "INSERT INTO {table} (id, u, p) VALUES (1, TIMESTAMP '2026-01-01 00:00:00+00', NULL)",
    ],
    source: increments,
    mode: "merge",
    destination: { key: ["id"] },
    mapping: { structs: "flatten", columns: exclude("p.b") },
    between: ["INSERT INTO {table} (id, u, p) VALUES (2, TIMESTAMP '2026-01-02 00:00:00+00', NULL)"],
    select: "id::int, p_a, p_items",
    outcome: [
      { id: 1, p_a: null, p_items: null },
      { id: 2, p_a: null, p_items: null },
    ],
  },
];
