/** Checks the user's privileges on the ledger, the schema and, where it is named, an existing target. Changes nothing. */
import type pg from "pg";

import type { DestinationAccessConfig, DestinationTarget } from "@datamantri/contracts";
import type { ConnectionCheck } from "@datamantri/api";
import { PipelineError, type ErrorCode } from "@datamantri/runtime";

import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { ask, tableExists } from "../connect/ask.ts";
import { ledgerSchema, ledgerTables } from "../ledger/ledger.ts";
import { findMissingRights } from "../target/rights.ts";
import { describeNamesake } from "../target/target-kind.ts";

const privileges = `
  with ledger as (select to_regnamespace($1)::oid as oid)
  select
    current_setting('server_version') as version,
    pg_is_in_recovery() as is_standby,
    ledger.oid is not null as has_ledger,
    has_database_privilege(current_database(), 'CREATE') as may_create_schema,
    coalesce(has_schema_privilege(ledger.oid, 'USAGE') and has_schema_privilege(ledger.oid, 'CREATE'), false)
      as may_use_ledger,
    -- Only the ledger's own tables: staging tables belong to their loaders.
    (
      select coalesce(array_agg(relname::text order by relname), '{}')
      from pg_class
      where relnamespace = ledger.oid
        and relname = any ($3)
        and relkind = 'r'
        and not (
          has_table_privilege(pg_class.oid, 'SELECT') and has_table_privilege(pg_class.oid, 'INSERT')
          and has_table_privilege(pg_class.oid, 'UPDATE') and has_table_privilege(pg_class.oid, 'DELETE')
        )
    ) as closed_tables,
    to_regnamespace(quote_ident($2)) is not null as has_schema,
    coalesce(has_schema_privilege(to_regnamespace(quote_ident($2))::oid, 'USAGE'), false) as may_use_schema,
    coalesce(has_schema_privilege(to_regnamespace(quote_ident($2))::oid, 'CREATE'), false) as may_create_table
  from ledger
`;

interface Privileges {
  readonly version: string;
  readonly is_standby: boolean;
  readonly has_ledger: boolean;
  readonly may_create_schema: boolean;
  readonly may_use_ledger: boolean;
  readonly closed_tables: readonly string[];
  readonly has_schema: boolean;
  readonly may_use_schema: boolean;
  readonly may_create_table: boolean;
}

interface Checked {
  readonly config: DestinationAccessConfig;
  readonly target?: DestinationTarget | undefined;
}

/** @returns the server's version as it says it, and the steps after the login. */
export async function checkPrivileges(
  client: pg.ClientBase,
  { config, target }: Checked,
): Promise<{ readonly version: string; readonly checks: readonly ConnectionCheck[] }> {
  const found = await readPrivileges(client, config);
  const checks = [checkWritable(found), checkLedger(found, config)];
  const path = target === undefined ? null : quoteTable(config.schema, target.table);
  const exists = path !== null && found.may_use_schema && (await ask(client, tableExists, path));
  checks.push(checkSchema(found, config, exists));
  const { version } = found;
  if (target === undefined || !found.may_use_schema) return { version, checks };
  const other = await describeNamesake(client, { schema: config.schema, table: target.table });
  if (other !== null) return { version, checks: [...checks, finding("target", other, "", "sink_table_mismatch")] };
  if (!exists) return { version, checks };
  const { write_mode: writeMode, key = [], ...options } = target;
  const writing = { config: { ...config, ...options }, writeMode, key, columns: null };
  const missing = await findMissingRights(client, writing);
  checks.push(finding("target", missing, `${path} can be written`, "sink_permission_denied"));
  return { version, checks };
}

/** @throws PipelineError `sink_permission_denied` with the statement that lets the user use the ledger. */
export async function assertLedgerRights(client: pg.ClientBase, config: DestinationAccessConfig): Promise<void> {
  const { ok, message } = checkLedger(await readPrivileges(client, config), config);
  if (!ok) throw new PipelineError("sink_permission_denied", message);
}

async function readPrivileges(client: pg.ClientBase, { schema }: DestinationAccessConfig): Promise<Privileges> {
  const { rows } = await client.query<Privileges>(privileges, [ledgerSchema, schema, ledgerTables]);
  return rows[0]!;
}

/** @param problem null if there is none. */
function finding(
  check: ConnectionCheck["check"],
  problem: string | null,
  good: string,
  code: ErrorCode,
): ConnectionCheck {
  return problem === null
    ? { check, ok: true, message: good, code: null }
    : { check, ok: false, message: problem, code };
}

function checkWritable({ is_standby }: Privileges): ConnectionCheck {
  const problem = is_standby ? "the server is a read-only standby. Use the address of the primary" : null;
  return finding("writable", problem, "the server accepts writes", "sink_read_only");
}

function checkLedger(found: Privileges, { user, database }: DestinationAccessConfig): ConnectionCheck {
  const ledger = `the schema "${ledgerSchema}", which holds the ledger`;
  const done = (good: string, problem: string | null) => finding("ledger", problem, good, "sink_permission_denied");
  const to = quoteIdentifier(user);
  if (!found.has_ledger) {
    const grant = `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${to}`;
    const problem = found.may_create_schema ? null : `${user} may not create ${ledger}. Run: ${grant}`;
    return done(`${ledger}, can be created`, problem);
  }
  if (!found.may_use_ledger) {
    const grant = `GRANT USAGE, CREATE ON SCHEMA ${ledgerSchema} TO ${to}`;
    return done("", `${user} may not create tables in ${ledger}. Run: ${grant}`);
  }
  const closed = found.closed_tables.map((name) => `${ledgerSchema}.${name}`).join(", ");
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ${closed} TO ${to}`;
  return done(`${ledger}, can be used`, closed === "" ? null : `${user} may not write to ${closed}. Run: ${grant}`);
}

/** @param exists whether the target does: then nothing must be created. */
function checkSchema(found: Privileges, { schema, user }: DestinationAccessConfig, exists: boolean): ConnectionCheck {
  if (!found.has_schema) {
    return finding("schema", `the schema "${schema}" does not exist`, "", "sink_schema_missing");
  }
  const grant = (privilege: string) =>
    `Run: GRANT ${privilege} ON SCHEMA ${quoteIdentifier(schema)} TO ${quoteIdentifier(user)}`;
  const problem = !found.may_use_schema
    ? `${user} may not use the schema "${schema}". ${grant(found.may_create_table ? "USAGE" : "USAGE, CREATE")}`
    : exists || found.may_create_table
      ? null
      : `${user} may not create tables in "${schema}". ${grant("CREATE")}`;
  const good = exists ? `the schema "${schema}" can be used` : `tables can be created in "${schema}"`;
  return finding("schema", problem, good, "sink_permission_denied");
}
