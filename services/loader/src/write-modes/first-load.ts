import type pg from "pg";

import { deletedAt, validFrom, validTo, stagingTableName } from "@datamantri/contracts";

import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { attempt } from "../target/attempt.ts";
import type { RunTarget } from "../connect/destinations.ts";
import type { TargetShape } from "../target/target-shape.ts";
import { isKeyed } from "./keyed-rows.ts";

/** ALTER DEFAULT PRIVILEGES of the target's schema, which do not apply to a table created in another schema. */
const defaultGrants = `
  select format('grant %s on %s to %s%s', privilege_type, $1::text,
      case grantee when 0 then 'public' else grantee::regrole::text end,
      case when is_grantable then ' with grant option' end) as statement
  from pg_default_acl, aclexplode(defaclacl)
  where defaclobjtype = 'r' and defaclrole = current_user::regrole and defaclnamespace = to_regnamespace($2)
`;

/**
 * Turns the staging table into the target, so that a first load copies nothing twice. A keyed mode's key becomes the
 * primary key; of a target that is replaced, the source's. The schema changes before the name: a target may be called
 * `runs`, like a table of the ledger.
 *
 * @param primaryKey of the source's table; empty for none.
 * @returns lines for the run's log.
 */
export async function becomeTarget(
  client: pg.PoolClient,
  runId: string,
  { config, writeMode }: RunTarget,
  { staging, target, key }: TargetShape,
  { takenAt, primaryKey }: { readonly takenAt: Date; readonly primaryKey: readonly string[] },
): Promise<readonly string[]> {
  await client.query(`
    alter table ${staging} reset (autovacuum_enabled);
    alter table ${staging} set schema ${quoteIdentifier(config.schema)};
    alter table ${quoteTable(config.schema, stagingTableName(runId))} rename to ${quoteIdentifier(config.table)}
  `);
  const grants = await client.query<{ statement: string }>(defaultGrants, [target, quoteIdentifier(config.schema)]);
  for (const { statement } of grants.rows) await client.query(statement);
  const from = quoteIdentifier(validFrom(config));
  if (writeMode === "history") {
    await client.query(`
      alter table ${target}
        add column ${from} timestamptz not null default '${takenAt.toISOString()}',
        add column ${quoteIdentifier(validTo(config))} timestamptz;
      alter table ${target} alter column ${from} drop default
    `);
  }
  if (writeMode === "mirror" && config.delete_mode === "soft") {
    await client.query(`alter table ${target} add column ${quoteIdentifier(deletedAt(config))} timestamptz`);
  }
  if (writeMode === "replace" && primaryKey.length > 0) return addDeclaredKey(client, target, primaryKey);
  if (!isKeyed(writeMode)) return [];
  const columns = writeMode === "history" ? [...key, from] : key;
  await client.query(`alter table ${target} add primary key (${columns.join(", ")})`);
  return [];
}

/** SQLSTATE classes of values that cannot be a key: NULLs, equal ones, ones too large for an index. */
const notKey = /^(23|54)/;

/**
 * BigQuery does not enforce a primary key: https://docs.cloud.google.com/bigquery/docs/primary-foreign-keys. Where it does
 * not hold, the target has none.
 */
async function addDeclaredKey(
  client: pg.PoolClient,
  target: string,
  primaryKey: readonly string[],
): Promise<readonly string[]> {
  const columns = primaryKey.map(quoteIdentifier).join(", ");
  const add = () => client.query(`alter table ${target} add primary key (${columns})`);
  const refused = await attempt(client, add, ({ code = "" }) => notKey.test(code));
  if (refused === null) return [];
  return [
    `the target has no primary key: rows have NULL, the same value, or one too large for an index in ${columns}, which the source's table declares as the key`,
  ];
}
