import type pg from "pg";

import { findSourceColumn, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/** Encodings in which texts have the order of UTF-8's bytes; LATIN1 has the first 256 code points of Unicode. */
const ordered: ReadonlySet<string> = new Set(["UTF8", "SQL_ASCII", "LATIN1"]);

/**
 * BigQuery orders texts by their bytes in UTF-8, PostgreSQL by those in the database's encoding:
 * https://www.postgresql.org/docs/current/multibyte.html
 *
 * @param columns that the run writes.
 * @param sources columns of the source by whose order rows are found.
 * @throws PipelineError `sink_table_mismatch` when one is a text that the database orders otherwise.
 */
export async function assertTextOrder(
  client: pg.PoolClient,
  columns: readonly Column[],
  sources: readonly (string | null)[],
): Promise<void> {
  const texts = sources.filter((name) => name !== null && findSourceColumn(columns, name)?.type === "STRING");
  if (texts.length === 0) return;
  const { rows } = await client.query<{ encoding: string }>("select current_setting('server_encoding') as encoding");
  const { encoding } = rows[0]!;
  if (ordered.has(encoding)) return;
  const reason = `the database's encoding ${encoding} orders the texts of "${texts[0]}" otherwise than BigQuery: rows would be read again or left out`;
  throw new PipelineError("sink_table_mismatch", `${reason}. Name a column of another type, or a database in UTF8`);
}
