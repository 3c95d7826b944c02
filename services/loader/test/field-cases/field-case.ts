/** A case from the field: a target, the source's rows run by run, and what PostgreSQL's documentation says must be there. */
import { randomUUID } from "node:crypto";

import type { DestinationConfig } from "@datamantri/api";
import type { Column } from "@datamantri/contracts";

import { column, TestRun, toConfig } from "../test-run.ts";
import type { TestDestination } from "../test-destination.ts";
import { arrayOf, bigint, date, float8, text, tuple } from "../copy-tuples.ts";

export const modes = ["append", "replace", "merge", "mirror", "mirror_soft", "history"] as const;
export type Mode = (typeof modes)[number];

export type Outcome =
  /** The target's rows, values separated by `|`. `(gone)` is marked as deleted, `(ended)` an earlier version. */
  | readonly string[]
  /** The last run fails with this code and text, and the rows stay as they were. */
  | { readonly refused: string; readonly saying: string }
  /** Why the case cannot occur in the mode. */
  | { readonly impossible: string };

type Cell = number | string | null | readonly number[] | readonly string[];
type ScalarType = "INT64" | "STRING" | "FLOAT64" | "DATE";
type ColumnType = ScalarType | keyof typeof arrayTypes;

/** `mapping.arrays: native`: the type in the staging table. */
const arrayTypes = { "INT64[]": "bigint[]", "STRING[]": "text[]" } as const;

export interface FieldCase {
  readonly title: string;
  /** Where what is right is written. */
  readonly source: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Default: the first column. */
  readonly key?: readonly string[];
  readonly cursor?: string;
  /** Columns' types in the staging table, by the mapping. */
  readonly casts?: Readonly<Record<string, string>>;
  /** More of the destination's options. */
  readonly config?: Partial<DestinationConfig>;
  /** Rows of the last run that are to be rejected. */
  readonly rejects?: number;
  /** Statements before the first run; none: it creates the target. */
  readonly target?: string;
  /** The ordinary table of the target's rows, where it is not `target` itself. */
  readonly table?: string;
  /** Statements about the loader's role, which owns nothing but may do everything; none: it is the administrator. */
  readonly role?: (name: string) => string;
  /** All rows of the source at each run. */
  readonly runs: readonly (readonly (readonly Cell[])[])[];
  /** Statements before the last run. */
  readonly between?: string;
  /** A question about other tables whose answer is true afterwards. */
  readonly holds?: string;
  /** True if the last run finds what is there already, so that keyed modes write nothing. */
  readonly isRepeat?: boolean;
  readonly outcome: Readonly<Record<Mode, Outcome>>;
}

const encoders: Readonly<Record<ColumnType, (cell: never) => Buffer>> = {
  INT64: bigint,
  STRING: text,
  FLOAT64: float8,
  DATE: date,
  "INT64[]": (numbers: readonly number[]) => arrayOf("bigint", numbers.map(bigint)),
  "STRING[]": (texts: readonly string[]) => arrayOf("text", texts.map(text)),
};

function toColumn(name: string, type: ColumnType, targetType: string): Column {
  if (type !== "INT64[]" && type !== "STRING[]") return column(name, type, { targetType });
  return column(name, type.slice(0, -"[]".length), { repeated: true, targetType: targetType || arrayTypes[type] });
}

const anyChange = { empty: "allow", shrink: "allow", all_null: "allow" } as const;

/** One case in one mode, in a database of its own. */
export class CaseInMode {
  readonly #db: TestDestination;
  readonly #case: FieldCase;
  readonly #mode: Mode;
  readonly #pipelineId = randomUUID();
  readonly #role = `loader_${randomUUID().slice(0, 8)}`;

  constructor(db: TestDestination, fieldCase: FieldCase, mode: Mode) {
    this.#db = db;
    this.#case = fieldCase;
    this.#mode = mode;
  }

  async makeTarget(): Promise<void> {
    const { target, table = "target", role } = this.#case;
    if (target !== undefined) await this.#db.query(target);
    if (target !== undefined && this.#mode === "history") {
      await this.#db.query(`alter table ${table} add valid_from timestamptz, add valid_to timestamptz`);
    }
    if (target !== undefined && this.#mode === "mirror_soft") {
      await this.#db.query(`alter table ${table} add _deleted_at timestamptz`);
    }
    if (role === undefined) return;
    await this.#db.query(`
      create role ${this.#role} login password 'only-for-tests';
      grant create on database ${this.#db.name} to ${this.#role};
      grant all on schema public to ${this.#role};
      grant all on all tables in schema public to ${this.#role};
      ${role(this.#role)}
    `);
  }

  /** Runs once. @returns the counts of what the run changed. */
  async run(rows: readonly (readonly Cell[])[], index: number) {
    const { columns, key, cursor, role, casts = {}, config: more } = this.#case;
    const names = Object.keys(columns);
    const isSoft = this.#mode === "mirror_soft";
    const { config, password } = toConfig(this.#db.url);
    const own = role === undefined ? {} : { user: this.#role };
    await using run = new TestRun(this.#db.url, {
      columns: names.map((name) => toColumn(name, columns[name]!, casts[name] ?? "")),
      writeMode: this.#mode === "mirror_soft" ? "mirror" : this.#mode,
      pipelineId: this.#pipelineId,
      takenAt: new Date(Date.UTC(2026, 0, 5 + index)),
      password: role === undefined ? password : "only-for-tests",
      ...(cursor === undefined ? {} : { cursorColumn: cursor }),
      config: {
        ...config,
        ...own,
        key: key ?? names.slice(0, 1),
        guards: anyChange,
        ...more,
        ...(isSoft ? { delete_mode: "soft" } : {}),
      },
    });
    await run.prepare();
    const encode = (cell: Cell, name: string) => (cell === null ? null : encoders[columns[name]!](cell as never));
    const tuples = rows.map((row) => tuple(...row.map((cell, at) => encode(cell, names[at]!))));
    if (tuples.length > 0) await run.load(run.batchOf(0, tuples));
    await run.finalize(rows.length);
    const { insertedRows, updatedRows, deletedRows, rejectedRows } = run.verification;
    return { insertedRows, updatedRows, deletedRows, rejectedRows };
  }

  async rows(): Promise<string[]> {
    const { columns, table = "target" } = this.#case;
    if ((await this.#db.value("select to_regclass($1) is null", [table])) === true) return [];
    const list = Object.keys(columns).map((name) => `coalesce("${name}"::text, 'NULL')`);
    const mark = { history: "valid_to", mirror_soft: "_deleted_at" }[this.#mode as string];
    const word = this.#mode === "history" ? " (ended)" : " (gone)";
    const end = mark === undefined ? "''" : `case when ${mark} is null then '' else '${word}' end`;
    const lines = `select ${list.join(" || '|' || ")} || ${end} as line from only ${table}`;
    const found = await this.#db.query<{ line: string }>(
      `select line from (${lines}) as found order by line collate "C"`,
    );
    return found.map(({ line }) => line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#case.role === undefined) return;
    await this.#db.query(`drop owned by ${this.#role}; drop role ${this.#role}`);
  }
}
