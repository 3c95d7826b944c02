/** Chooses how `replace` replaces the rows: by swapping in another table, or in the same table. */
import type { Column } from "@datamantri/contracts";

import { holdsAll } from "../../columns/widenings.ts";
import { toColumnType, toNewType } from "../../columns/column-types.ts";

/** Dependents and properties of a table that rule out a swap; `null`: the new table gets them too. */
const obstacles = {
  column_default: null,
  constraint: null,
  index: null,
  policy: null,
  row_type: null,
  toast_table: null,
  trigger: null,
  view: null,

  not_ours: "the user is not its owner",
  no_create: "neither the user nor its owner may create tables in its schema",
  not_a_table: "it is not an ordinary table",
  inheritance: "it inherits, is inherited from, or is a partition",
  extension: "it belongs to an extension",
  access_method: "it has an access method or a tablespace of its own",
  column_options: "its columns or its TOAST table have options",
  sequence: "it owns a sequence, which must keep its value",
  foreign_key: "a swap would lock the table that its foreign key refers to",
  reference: "another table's foreign key refers to it",
  firing_trigger: "its trigger would not fire for the new rows",
  rule: "a rule refers to it",
  publication: "subscribers get rows, not tables",
  subscription: "a subscription writes to it",
  statistics: "it has extended statistics",
  materialized_view: "a materialized view reads it",
  view_not_ours: "the user does not own a view of it",
  row_type_user: "its row type is in use",
  function: "a function's body is bound to it",
  unusual_index: "an index has properties that are not in its definition",
  foreign_grant: "a role other than its owner has granted a privilege",
  security_label: "it has a security label",
  other: "a dependent object cannot be transferred by a swap",
} as const satisfies Record<string, string | null>;

export type DependentKind = keyof typeof obstacles;

export interface Dependent {
  readonly kind: DependentKind;
  /** Name for people. */
  readonly name: string;
}

export interface TargetColumn {
  readonly name: string;
  /** Without its modifier. */
  readonly base: string;
  /** With it. */
  readonly type: string;
}

export type Replacement = { readonly way: "swap" } | { readonly way: "in_place"; readonly because: string };

/**
 * Chooses a swap, unless the table has something that another table could not have in exactly the same way, or its
 * types have another binary form than the extractor writes.
 *
 * @param columns of the source.
 */
export function chooseReplacement(
  target: { readonly dependents: readonly Dependent[]; readonly columns: readonly TargetColumn[] },
  columns: readonly Column[],
): Replacement {
  for (const { kind, name } of target.dependents) {
    const because = obstacles[kind];
    if (because !== null) return { way: "in_place", because: `${because} (${name})` };
  }
  const limited = target.columns.find(
    ({ name, type }) =>
      isLimited(type) && columns.some((column) => column.name === name && !holdsAll(type, toNewType(column))),
  );
  if (limited !== undefined) {
    return { way: "in_place", because: `COPY into ${limited.type} would drop blanks silently ("${limited.name}")` };
  }
  const bases = new Map(target.columns.map(({ name, base }) => [name, base]));
  const other = columns.find((column) => !takesBytes(bases.get(column.name), toColumnType(column)));
  if (other === undefined) return { way: "swap" };
  const { name } = other;
  const because = bases.has(name)
    ? "a column's type differs from that of its values"
    : "a column of the source is missing";
  return { way: "in_place", because: `${because} ("${name}")` };
}

/** varchar(n): https://www.postgresql.org/docs/current/datatype-character.html */
const isLimited = (type: string): boolean => type.startsWith("character varying(");

const texts: ReadonlySet<string> = new Set(["text", "character varying"]);

/**
 * Binary formats differ by type, except for these two; a modifier such as `numeric(10,2)` does not change the format.
 */
function takesBytes(base: string | undefined, staged: string): boolean {
  const stagedBase = staged.replace(/\(.*\)/, "");
  return base === stagedBase || (base !== undefined && texts.has(base) && texts.has(stagedBase));
}
