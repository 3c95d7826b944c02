/**
 * Finds what the user lacks to write an existing target by a mode: every statement that finalize may run on it. Names
 * the GRANT that is missing. https://www.postgresql.org/docs/current/ddl-priv.html
 */
import type pg from "pg";

import { deletedAt, validFrom, validTo } from "@datamantri/contracts";
import type { DestinationConfig, WriteMode } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { targetTable } from "./target-table.ts";

type Privilege = "SELECT" | "INSERT" | "UPDATE" | "DELETE";

interface Need {
  readonly privilege: Privilege;
  /** Names; null: any column, or the table for DELETE. */
  readonly columns: readonly string[] | null;
}

export interface Writing {
  readonly config: DestinationConfig;
  readonly writeMode: WriteMode;
  /** Names of the columns to write; null if they are not known yet. */
  readonly columns: readonly string[] | null;
  /** Names of the key's columns. */
  readonly key: readonly string[];
  /** Names of all columns of the target, if its former rows are to be kept and brought back. */
  readonly kept?: readonly string[] | undefined;
  /** Name of the column by which a backfill replaces the target's rows of its range; undefined for another run. */
  readonly rangeBy?: string | undefined;
}

const doing: Readonly<Record<WriteMode, string>> = {
  append: "appending",
  replace: "replacing",
  merge: "merging",
  mirror: "mirroring",
  history: "keeping a history",
};

/** Privileges for the statements of write-modes/. */
export function needsOf(writing: Writing): readonly Need[] {
  return needs[writing.writeMode](writing);
}

/** Commands that change the target. */
export function commandsOf(writing: Writing): readonly ("INSERT" | "UPDATE" | "DELETE")[] {
  return needsOf(writing).flatMap(({ privilege }) => (privilege === "SELECT" ? [] : [privilege]));
}

const needs: Readonly<Record<WriteMode, (writing: Writing) => readonly Need[]>> = {
  append: ({ columns, rangeBy }) => [
    ...(rangeBy === undefined ? [] : [{ privilege: "SELECT", columns: [rangeBy] } as const, deletes]),
    { privilege: "INSERT", columns },
  ],
  replace: ({ config, columns: written, kept }) => {
    const { empty, all_null } = config.guards ?? {};
    const isRead = empty !== "allow" || all_null !== "allow" || kept !== undefined;
    const columns = kept ?? written;
    return [...(isRead ? [{ privilege: "SELECT", columns } as const] : []), { privilege: "INSERT", columns }, deletes];
  },
  merge: changes,
  mirror: (writing) => {
    if (writing.config.delete_mode !== "soft") return [...changes(writing), deletes];
    const mark = deletedAt(writing.config);
    return changes(writing).map((need) => withColumn(need, mark));
  },
  history: ({ config, columns }) => [
    withColumn({ privilege: "SELECT", columns }, validTo(config)),
    withColumn(withColumn({ privilege: "INSERT", columns }, validFrom(config)), validTo(config)),
    { privilege: "UPDATE", columns: [validTo(config)] },
  ],
};

const deletes: Need = { privilege: "DELETE", columns: null };

function changes({ columns, key }: Writing): readonly Need[] {
  const values = columns?.filter((name) => !key.includes(name)) ?? null;
  return [
    { privilege: "SELECT", columns },
    { privilege: "INSERT", columns },
    { privilege: "UPDATE", columns: values },
  ];
}

function withColumn({ privilege, columns }: Need, name: string): Need {
  return { privilege, columns: columns === null ? null : [...columns, name] };
}

/**
 * Columns that do not exist are no matter of privileges. PostgreSQL 17 adds MAINTAIN, which earlier releases do not
 * know: https://www.postgresql.org/docs/current/sql-lock.html
 */
const privileges = `
  select
    needed.privilege,
    case
      when needed.privilege = 'DELETE' then has_table_privilege(target.oid, 'DELETE')
      when needed.columns is null then has_any_column_privilege(target.oid, needed.privilege)
      else has_table_privilege(target.oid, needed.privilege)
    end as "hasAll",
    (
      select coalesce(array_agg(attname::text order by attnum), '{}')
      from pg_attribute
      where attrelid = target.oid and attnum > 0 and not attisdropped and needed.privilege <> 'DELETE'
        and needed.columns ? attname::text and not has_column_privilege(target.oid, attnum, needed.privilege)
    ) as lacking,
    case
      when has_table_privilege(target.oid, 'UPDATE, DELETE, TRUNCATE') then true
      when current_setting('server_version_num')::int >= 170000 then has_table_privilege(target.oid, 'MAINTAIN')
      else false
    end as "mayLock",
    pg_has_role(target.relowner, 'USAGE') as "isOwner"
  from pg_class as target, jsonb_to_recordset($2::jsonb) as needed (privilege text, columns jsonb)
  where target.oid = to_regclass($1)
`;

interface Held {
  readonly privilege: Privilege;
  readonly hasAll: boolean;
  /** Names of columns. */
  readonly lacking: readonly string[];
  readonly mayLock: boolean;
  readonly isOwner: boolean;
}

/** Sequences of defaults that an INSERT without these columns uses; identity columns need no privilege. */
const sequences = `
  select distinct seq.oid::regclass::text as name
  from pg_attribute
  join pg_attrdef def on adrelid = attrelid and adnum = attnum
  join pg_depend dep on dep.classid = 'pg_attrdef'::regclass and dep.objid = def.oid
    and dep.refclassid = 'pg_class'::regclass
  join pg_class seq on seq.oid = dep.refobjid
  where attrelid = to_regclass($1) and attname <> all ($2)
    -- The function refuses what is no sequence.
    and case when seq.relkind = 'S' then not has_sequence_privilege(seq.oid, 'USAGE, UPDATE') else false end
`;

/** @returns for people, with the statements that grant it; null if nothing is missing, or the target does not exist. */
export async function findMissingRights(client: pg.ClientBase, writing: Writing): Promise<string | null> {
  const { config, writeMode, columns } = writing;
  const target = targetTable(config);
  const user = quoteIdentifier(config.user);
  const { rows } = await client.query<Held>(privileges, [target, JSON.stringify(needsOf(writing))]);
  const missing = rows.filter(({ hasAll, lacking }) => !hasAll && lacking.length > 0);
  const whole = rows.filter(({ privilege, hasAll, lacking }) => {
    return !hasAll && lacking.length === 0 && (privilege === "DELETE" || columns === null);
  });
  const [first] = rows;
  const isKeyed = writeMode !== "append" && writeMode !== "replace";
  // Column privileges do not allow the lock; those on the table that are granted now do.
  const willLock = whole.some(({ privilege }) => privilege === "DELETE" || privilege === "UPDATE");
  const lacksLock = first !== undefined && isKeyed && !first.mayLock && !willLock;
  const grants = [
    ...whole.map(({ privilege }) => privilege),
    ...missing.flatMap(({ privilege, lacking }) => {
      if (lacksLock && privilege === "UPDATE") return [];
      const all = needsOf(writing).find((need) => need.privilege === privilege)!.columns!;
      return lacking.length >= all.length ? privilege : `${privilege} (${lacking.map(quoteIdentifier).join(", ")})`;
    }),
    ...(lacksLock ? ["UPDATE"] : []),
  ];
  const statements = grants.length === 0 ? [] : [`GRANT ${grants.join(", ")} ON ${target} TO ${user}`];
  // Which sequences are used is known with the columns.
  const used = columns === null ? [] : (await client.query<{ name: string }>(sequences, [target, columns])).rows;
  statements.push(...used.map(({ name }) => `GRANT USAGE ON SEQUENCE ${name} TO ${user}`));
  if (statements.length === 0) return null;
  const names = [...grants.map((grant) => grant.split(" ")[0]), ...(used.length > 0 ? ["USAGE of its sequence"] : [])];
  const what = writing.rangeBy === undefined ? doing[writeMode] : "a backfill";
  const reason = `the user "${config.user}" lacks privileges on ${target}: ${what} needs ${names.join(", ")}`;
  return `${reason}. Run: ${statements.join("; ")}`;
}

/** @throws PipelineError `sink_permission_denied` with the statements that grant what is missing. */
export async function assertRights(client: pg.ClientBase, writing: Writing): Promise<void> {
  const missing = await findMissingRights(client, writing);
  if (missing !== null) throw new PipelineError("sink_permission_denied", missing);
}

const owner = `
  select relowner::regrole::text as name, pg_has_role(relowner, 'USAGE') as "isOurs"
  from pg_class
  where oid = to_regclass($1)
`;

/**
 * @param why for the message: "schema_drift changes its columns".
 * @throws PipelineError `sink_permission_denied` unless the user is the target's owner, or has its role.
 */
export async function assertOwner(client: pg.ClientBase, config: DestinationConfig, why: string): Promise<void> {
  const target = targetTable(config);
  const { rows } = await client.query<{ name: string; isOurs: boolean }>(owner, [target]);
  const [found] = rows;
  if (found === undefined || found.isOurs) return;
  const reason = `the user "${config.user}" is not the owner of ${target}: ${why}, which only its owner may do`;
  const statement = `GRANT ${found.name} TO ${quoteIdentifier(config.user)}`;
  throw new PipelineError(
    "sink_permission_denied",
    `${reason}. Run: ${statement}, or ALTER TABLE ${target} OWNER TO ...`,
  );
}
