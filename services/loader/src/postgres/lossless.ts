/**
 * Which existing columns take a source's values without loss. PostgreSQL's own assignment casts round numbers, cut
 * microseconds and move time zones without a word; what it refuses aloud (overflow, too long) is left to it.
 */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "./column-types.ts";

interface TargetColumn {
  readonly name: string;
  /** Without its modifier: `numeric`, `character varying`. */
  readonly base: string;
  /** With it: `numeric(10,2)`. */
  readonly type: string;
}

const targetColumns = `
  select attname as name, format_type(atttypid, null) as base, format_type(atttypid, atttypmod) as type
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
`;

const texts = ["text", "character varying"];
const integers = ["bigint", "integer", "smallint"];

/** Staged type → bases that hold every value or refuse it aloud. Modifiers are ruled below. */
const takers: Readonly<Record<string, readonly string[]>> = {
  bigint: [...integers, "numeric", ...texts],
  "double precision": ["double precision", ...texts],
  numeric: ["numeric", ...texts],
  boolean: ["boolean", ...texts],
  bytea: ["bytea"],
  date: ["date", "timestamp without time zone", ...texts],
  "timestamp without time zone": ["timestamp without time zone", ...texts],
  "time without time zone": ["time without time zone", ...texts],
  "timestamp with time zone": ["timestamp with time zone", ...texts],
  jsonb: ["jsonb", "json", ...texts],
  interval: ["interval", ...texts],
};

/** Pad or cut what they are given. */
const textDamagers: ReadonlySet<string> = new Set(["character", "name", '"char"']);

/** BigQuery's NUMERIC has 29 digits before the point and 9 behind it. */
const numericDigits = { whole: 29, fraction: 9 };

/**
 * @throws PipelineError `sink_table_mismatch` that names every column whose values an existing target would damage.
 */
export async function assertLossless(client: pg.PoolClient, target: string, columns: readonly Column[]): Promise<void> {
  const { rows } = await client.query<TargetColumn>(targetColumns, [target]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const damaged = columns.flatMap((column) => {
    const taker = byName.get(column.name);
    if (!taker || isLossless(column, taker)) return [];
    return [`"${column.name}" (${toColumnType(column)} into ${taker.type})`];
  });
  if (damaged.length === 0) return;
  throw new PipelineError("sink_table_mismatch", `${target} would change values of ${damaged.join(", ")}`);
}

function isLossless(column: Column, { base, type }: TargetColumn): boolean {
  const staged = toColumnType(column);
  // Types that nobody thought of here: PostgreSQL has no cast from text to most of them, and says so.
  if (staged === "text") return !textDamagers.has(base);
  if (!(takers[staged] ?? [staged]).includes(base)) return false;
  if (base === "numeric") return type === base || holdsDigits(column, type);
  // timestamp(3), interval day to second(2): the modifier rounds.
  const isTimeLike = /^(timestamp|time|interval)/.test(base);
  return !isTimeLike || type === base || type.includes("(6)");
}

function holdsDigits(column: Column, type: string): boolean {
  const [precision = 0, scale = 0] = (type.match(/-?\d+/g) ?? []).map(Number);
  if (column.type === "INT64") return scale >= 0;
  return column.type === "NUMERIC" && scale >= numericDigits.fraction && precision - scale >= numericDigits.whole;
}
