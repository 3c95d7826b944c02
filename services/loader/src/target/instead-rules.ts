/**
 * Rules of a table that do something else instead of a command. PostgreSQL then reports the rows of the other command, so
 * that counting cannot find out what the table lacks: https://www.postgresql.org/docs/current/rules-status.html
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";

/** `ev_type` of pg_rewrite: https://www.postgresql.org/docs/current/catalog-pg-rewrite.html */
const commands = { UPDATE: "2", INSERT: "3", DELETE: "4" } as const;

export type Command = keyof typeof commands;

/** A condition (`ev_qual`) leaves the command itself, whose rows are counted. A view has no rows of its own. */
const insteadRules = `
  select rulename as name, ev_type as type
  from pg_rewrite
  join pg_class on pg_class.oid = ev_class
  where ev_class = to_regclass($1) and relkind in ('r', 'p') and is_instead and ev_enabled in ('O', 'A')
    and ev_qual::text = '<>' and ev_type = any ($2)
  order by rulename
  limit 1
`;

/**
 * @param target quoted.
 * @throws PipelineError `sink_table_mismatch` that names a rule.
 */
export async function assertNotInstead(
  client: pg.ClientBase,
  target: string,
  wanted: readonly Command[],
): Promise<void> {
  const types = wanted.map((command) => commands[command]);
  const { rows } = await client.query<{ name: string; type: string }>(insteadRules, [target, types]);
  const [rule] = rows;
  if (rule === undefined) return;
  const command = wanted.find((one) => commands[one] === rule.type)!;
  const reason = `the rule "${rule.name}" of ${target} does something else instead of each ${command}, so that the rows would not arrive`;
  const advice = `write to the table that it names, or run DROP RULE ${quoteIdentifier(rule.name)} ON ${target}`;
  throw new PipelineError("sink_table_mismatch", `${reason}: ${advice}`);
}
