/** What a run's session may do, and how, before it looks at the target. */
import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { ask } from "../connect/ask.ts";

const schemaExists = `select to_regnamespace($1) is not null as answer`;
const mayUse = `select has_schema_privilege(current_user, $1, 'USAGE') as answer`;

/** @throws PipelineError `sink_schema_missing`, `sink_permission_denied`. */
export async function assertSchema(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  if (!(await ask(client, schemaExists, quoteIdentifier(config.schema)))) {
    throw new PipelineError("sink_schema_missing", `the schema "${config.schema}" does not exist`);
  }
  if (await ask(client, mayUse, config.schema)) return;
  const reason = `the user "${config.user}" may not use the schema "${config.schema}"`;
  throw new PipelineError("sink_permission_denied", `${reason}. Run: ${grantOn(config, "USAGE")}`);
}

export function grantOn({ schema, user }: DestinationConfig, privilege: string): string {
  return `GRANT ${privilege} ON SCHEMA ${quoteIdentifier(schema)} TO ${quoteIdentifier(user)}`;
}

const originOnly = `select current_setting('session_replication_role') = 'origin' as answer`;

/**
 * A session that says it replicates fires other triggers, and checks no foreign key:
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE
 *
 * @throws PipelineError `sink_table_mismatch`
 */
export async function assertOrigin(client: pg.PoolClient, { user }: DestinationConfig): Promise<void> {
  const { rows } = await client.query<{ answer: boolean }>(originOnly);
  if (rows[0]!.answer) return;
  const reason = `sessions of the user "${user}" have a session_replication_role other than origin, in which the target's triggers and foreign keys do not work`;
  const advice = `ALTER ROLE ${quoteIdentifier(user)} RESET session_replication_role`;
  throw new PipelineError("sink_table_mismatch", `${reason}. Run: ${advice}`);
}
