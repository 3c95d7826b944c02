import { quotePostgresName } from "@datamantri/api/values";
import type { Client } from "pg";

/** Inputs of a comparison: SQL of a table or a subselect, each with all `columns` in the same types. */
export interface Comparison {
  readonly expected: string;
  readonly actual: string;
  readonly columns: readonly string[];
  /** A column that identifies a row. */
  readonly key: string;
}

export interface Difference {
  /** Rows that were expected. */
  readonly rowCount: number;
  /** Values that differ, and rows that only one side has. */
  readonly mismatchCount: number;
  /** By column (or `missing row`, `unexpected row`): keys of some rows. Never values. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
}

const sampleSize = 5;

/**
 * Compares row by row and column by column inside PostgreSQL, by image: -0 is not 0, 1.0 is not 1.00, NaN is NaN. A
 * duplicate row is unexpected the second time.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 *
 * @throws when a column has another type than expected
 */
export async function compareTables(client: Client, comparison: Comparison): Promise<Difference> {
  const { rows } = await client.query<{ name: string; count: number; keys: string[] }>(statementOf(comparison));
  const counted = await client.query<{ count: number }>(
    `select count(*)::int as count from ${comparison.expected} as rows`,
  );
  return {
    rowCount: counted.rows[0]!.count,
    mismatchCount: rows.reduce((sum, row) => sum + row.count, 0),
    samples: Object.fromEntries(rows.map(({ name, keys }) => [name, keys])),
  };
}

function statementOf({ expected, actual, columns, key }: Comparison): string {
  const inBoth = "e.copy is not null and a.copy is not null";
  const differences = columns.map((column) => {
    const name = quotePostgresName(column);
    return `('${column.replaceAll("'", "''")}', ${inBoth} and row(e.${name})::record *<> row(a.${name})::record)`;
  });
  const numbered = (rows: string) =>
    `(select *, row_number() over (partition by ${quotePostgresName(key)}) as copy from ${rows} as rows)`;
  return `
    select name, count(*)::int as count, (array_agg(key order by key))[1:${sampleSize}] as keys
    from (
      select coalesce(e.${quotePostgresName(key)}, a.${quotePostgresName(key)})::text as key, difference.*
      from ${numbered(expected)} as e
      full join ${numbered(actual)} as a on a.${quotePostgresName(key)} = e.${quotePostgresName(key)} and a.copy = e.copy
      cross join lateral (values
        ('missing row', a.copy is null),
        ('unexpected row', e.copy is null),
        ${differences.join(",\n        ")}
      ) as difference (name, is_other)
    ) as compared
    where is_other
    group by name
    order by name`;
}
