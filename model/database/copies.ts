/** Copies of all tables of some schemas, to go back to: a new interleaving begins with one, and a database may lose what came later. */
import type { Session } from "./session.ts";

interface Table {
  readonly schema: string;
  readonly name: string;
  /** Those that can be inserted. */
  readonly columns: string;
}

const listTables = `
  select n.nspname as schema, c.relname as name,
    (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname = any($1)
  order by 1, 2
`;

export class Copies {
  readonly #session: Session;
  readonly #schemas: readonly string[];
  readonly #restores = new Map<string, { readonly sql: string; readonly tables: ReadonlySet<string> }>();

  constructor(session: Session, schemas: readonly string[]) {
    this.#session = session;
    this.#schemas = schemas;
  }

  async save(name: string): Promise<void> {
    const tables = await this.#tables();
    const kept = tables.map((table) => ({ ...table, copy: `${quote(`copy ${name}`)}.${quote(idOf(table))}` }));
    await this.#session.execute(`
      drop schema if exists ${quote(`copy ${name}`)} cascade;
      create schema ${quote(`copy ${name}`)};
      ${kept.map(({ copy, ...table }) => `create table ${copy} as table ${nameOf(table)};`).join("\n")}
    `);
    const isFilled = new Set<string>();
    for (const { copy } of kept) {
      if ((await this.#session.rows(`select from ${copy} limit 1`)).length > 0) isFilled.add(copy);
    }
    const restores = kept.map(({ copy, columns, ...table }) => {
      const isTemporary = isStaging(table);
      if (isTemporary) return `create table ${nameOf(table)} as table ${copy};`;
      const insert = `insert into ${nameOf(table)} (${columns}) overriding system value select ${columns} from ${copy};`;
      return `delete from ${nameOf(table)};${isFilled.has(copy) ? insert : ""}`;
    });
    this.#restores.set(name, { sql: restores.join("\n"), tables: new Set(tables.map(idOf)) });
  }

  /** Tables that were created since are dropped. */
  async restore(name: string): Promise<void> {
    const { sql, tables } = this.#restores.get(name)!;
    const newer = (await this.#tables()).filter((table) => isStaging(table) || !tables.has(idOf(table)));
    await this.#session.execute(`
      begin;
      set local session_replication_role = replica;
      ${newer.map((table) => `drop table ${nameOf(table)};`).join("\n")}
      ${sql}
      commit;
    `);
  }

  #tables(): Promise<Table[]> {
    return this.#session.rows<{ schema: string; name: string; columns: string }>(listTables, [this.#schemas]);
  }
}

const isStaging = ({ name }: Pick<Table, "name">): boolean => name.startsWith("staging_");
const idOf = ({ schema, name }: Pick<Table, "schema" | "name">): string => `${schema}.${name}`;
const nameOf = ({ schema, name }: Pick<Table, "schema" | "name">): string => `${quote(schema)}.${quote(name)}`;
const quote = (name: string): string => `"${name}"`;
