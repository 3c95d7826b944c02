import { postgresSettings } from "@datamantri/runtime";

const pinned = Object.entries(postgresSettings).map(([name, value]) => `set local ${name} = '${value}'`);

/**
 * A path that names pg_catalog at its end lets functions and operators of other schemas hide the built-in ones. The
 * rest stays for triggers of the target, which may need it.
 */
const searchPath = `
  select set_config('search_path', 'pg_catalog, ' || current_setting('search_path'), true)
  where current_setting('search_path') like '%pg_catalog%'
`;

/** A run that says success must survive a crash of the server. Stronger values stay. */
const durability = `
  select set_config('synchronous_commit', 'on', true)
  where current_setting('synchronous_commit') = 'off'
`;

/** Since PostgreSQL 17: https://www.postgresql.org/docs/17/runtime-config-client.html#GUC-TRANSACTION-TIMEOUT */
const transactionTimeout = `
  select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'
`;

/**
 * Begins a transaction that means the same for every role and in every database. Each transaction sets its own
 * settings: a pooler may hand on a session with another one's.
 */
export function beginTransaction(access: "read write" | "read only"): string {
  const begin = `begin isolation level read committed, ${access}`;
  return [begin, ...pinned, searchPath, durability, transactionTimeout].join(";\n");
}
