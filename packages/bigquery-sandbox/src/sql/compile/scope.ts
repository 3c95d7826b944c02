import type { FieldType } from "../../wire/field-type.ts";
import { invalidQuery } from "../../errors.ts";
import { COVERAGE } from "../coverage.ts";
import { quoteIdentifier } from "../quote.ts";
import { repeatedName } from "./repeated-name.ts";
import { twoFields, unnamedField } from "./types.ts";
import type { Origin, Value } from "./value.ts";

/** A column that a name can mean. */
export interface Column {
  readonly name: string;
  readonly sql: string;
  readonly type: FieldType;
  readonly origin?: Origin | undefined;
}

/** What an alias in FROM names: a table's row, or the element of an array. */
export interface RangeVariable {
  readonly alias: string;
  readonly columns: readonly Column[];
  /** Columns that `*` leaves out, such as _PARTITIONTIME. */
  readonly pseudo: readonly Column[];
  /** The element of UNNEST. */
  readonly element?: Value | undefined;
}

/** What a FROM clause makes visible. */
export interface FromNames {
  readonly variables: readonly RangeVariable[];
  /** What `*` returns and what names without an alias mean. */
  readonly columns: readonly Column[];
}

export const noNames: FromNames = { variables: [], columns: [] };

export type Found =
  | { readonly kind: "column"; readonly column: Column }
  | { readonly kind: "variable"; readonly variable: RangeVariable }
  | { readonly kind: "alias"; readonly value: Value }
  | { readonly kind: "ambiguous" };

/** Names of one SELECT, then those of the queries around it. */
export class Scope {
  readonly #names: FromNames;
  readonly #parent: Scope | undefined;
  readonly #aliases: ReadonlyMap<string, Value>;

  /** @param aliases of the SELECT list, which some clauses see before the columns. */
  constructor(names: FromNames, parent: Scope | undefined, aliases: ReadonlyMap<string, Value> = new Map()) {
    this.#names = names;
    this.#parent = parent;
    this.#aliases = aliases;
  }

  withAliases(aliases: ReadonlyMap<string, Value>): Scope {
    return new Scope(this.#names, this.#parent, aliases);
  }

  /** The names of this SELECT and more, as those of one FROM clause. */
  continuedBy(names: FromNames): Scope {
    const variables = [...this.#names.variables, ...names.variables];
    return new Scope({ variables, columns: [...this.#names.columns, ...names.columns] }, this.#parent);
  }

  find(name: string): Found | undefined {
    const lower = name.toLowerCase();
    const alias = this.#aliases.get(lower);
    if (alias !== undefined) return { kind: "alias", value: alias };
    const variable = this.#names.variables.find((one) => one.alias.toLowerCase() === lower);
    if (variable !== undefined) return { kind: "variable", variable };
    const pseudo = this.#names.variables.flatMap((one) => one.pseudo);
    const columns = [...this.#names.columns, ...pseudo].filter((column) => column.name.toLowerCase() === lower);
    if (columns.length > 1) return { kind: "ambiguous" };
    return columns[0] === undefined ? this.#parent?.find(name) : { kind: "column", column: columns[0] };
  }
}

/** A row as a STRUCT. */
export function rowValue(variable: RangeVariable): Value {
  if (variable.element !== undefined) return variable.element;
  const fields = variable.columns.map(({ name, type }, index) => ({
    name: name || unnamedField(index),
    type,
    required: false,
  }));
  const repeated = repeatedName(fields.map(({ name }) => name));
  if (repeated !== undefined)
    throw invalidQuery(`${twoFields(repeated)} is not supported by the sandbox (${COVERAGE})`);
  const items = fields.map(({ name }, index) => `${quoteIdentifier(name)} := ${variable.columns[index]!.sql}`);
  return { sql: `struct_pack(${items.join(", ")})`, type: { kind: "struct", fields }, name: variable.alias };
}
