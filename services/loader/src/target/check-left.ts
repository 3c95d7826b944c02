/**
 * Checks cheaply whether the target is still what the pipeline's last run left, so that a run of an unchanged source may
 * be skipped. What others changed in its rows is not seen.
 */
import type pg from "pg";

import type { TargetLeft } from "@datamantri/contracts";

import type { RunTarget } from "../connect/destinations.ts";
import { ask, tableExists } from "../connect/ask.ts";
import { findRolledBack, type FollowingRun } from "../ledger/followed-run.ts";
import { targetExists, targetTable } from "./target-table.ts";

/** By JSON: the ledger may be older than this loader until a run is prepared. */
const lastRun = `
  select row_count::float8 as "rowCount", to_jsonb(runs) ->> 'target_oid' as oid,
    to_regclass($2)::oid::text as "presentOid",
    exists (
      select from datamantri.runs as any_run
      where any_run.pipeline_id = $1 and any_run.target = $2 and any_run.state = 'finalized' and any_run.row_count > 0
    ) as "hasWritten"
  from datamantri.runs
  where pipeline_id = $1 and target = $2 and state = 'finalized'
  order by closed_at desc
  limit 1
`;

interface LastRun {
  readonly rowCount: number | null;
  /** Null for a run of an older loader. */
  readonly oid: string | null;
  readonly presentOid: string;
  /** True if any of the pipeline's runs has. */
  readonly hasWritten: boolean;
}

/** A table that was emptied by DELETE takes long to read until it is vacuumed. */
const patience = "savepoint reading; set local statement_timeout = '2s'";

/** SQLSTATE of a statement that takes too long. */
const queryCanceled = "57014";

/** False for a user who sees not all rows, or none. */
const maySee = `
  select has_any_column_privilege(oid, 'SELECT') and not row_security_active(oid) as answer
  from pg_class
  where oid = to_regclass($1)
`;

/**
 * @param following the run that would be skipped, or begin where the last one ended.
 * @throws PostgreSQL's errors.
 */
export async function checkLeft(
  client: pg.PoolClient,
  following: FollowingRun,
  target: RunTarget,
): Promise<TargetLeft> {
  const { config, configuration, writeMode } = target;
  const table = targetTable(config);
  if (!(await targetExists(client, config))) return lost(`${table} does not exist any more`);
  const rolledBack = await findRolledBack(client, following);
  if (rolledBack !== null) return { ...lost(rolledBack.message), rolled_back: rolledBack };
  // An increment, or rows added once more, would not bring back what is missing.
  if (configuration.source_config.read === "incremental" || writeMode === "append") return left;
  if (!(await ask(client, tableExists, "datamantri.runs"))) return left;
  const { rows } = await client.query<LastRun>(lastRun, [following.pipelineId, table]);
  const [run] = rows;
  if (run === undefined) return left;
  if (run.oid !== null && run.oid !== run.presentOid) return lost(`${table} is another table than the last run wrote`);
  const isWhole = writeMode === "replace" || (writeMode === "mirror" && config.delete_mode !== "soft");
  const hadRows = isWhole ? (run.rowCount ?? 0) > 0 : run.hasWritten;
  if (!hadRows || !(await ask(client, maySee, table))) return left;
  return (await isEmpty(client, table)) ? lost(`${table} was emptied`) : left;
}

const left: TargetLeft = { is_left: true, reason: "" };
const lost = (reason: string): TargetLeft => ({ is_left: false, reason });

/** @returns false if that takes long to find out. */
async function isEmpty(client: pg.PoolClient, table: string): Promise<boolean> {
  await client.query(patience);
  try {
    const { rows } = await client.query<{ answer: boolean }>(`select not exists (select from ${table}) as answer`);
    return rows[0]!.answer;
  } catch (error) {
    if ((error as { code?: unknown }).code === queryCanceled) return false;
    throw error;
  } finally {
    await client.query("rollback to savepoint reading");
  }
}
