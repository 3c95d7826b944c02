/**
 * Resolves each source column under a mapping. The plan and the type report both use this walk over the schema. Pure.
 */
import { maxTargetColumns, naturalElementType, naturalType, toSourceType, type Column } from "@datamantri/contracts";
import type { ColumnMapping, Fidelity, Mapping } from "@datamantri/api";
import { nameInRows, parseTargetType } from "@datamantri/api/values";

import { casts, nestedCasts, type Cast } from "../transcode/mapped-columns/casts.ts";
import { declaredNotes, declaredUnder } from "./declared-columns.ts";
import { selectFields } from "./selected-fields.ts";
import { columnNotes, isLossyInJson } from "./describe-types.ts";
import { findNameProblem, findRepeatedNames, shortenedNotes, toTargetName } from "./target-names.ts";

export interface MappingOptions {
  /** Null or absent: every column is mapped as in docs/types.md. */
  readonly mapping: Mapping | null;
  /** Column of the source, by its source name. */
  readonly cursorColumn?: string | undefined;
  /** True if the pipeline has a key for the masks that need one. */
  readonly hasMaskKey?: boolean | undefined;
  /** Excluded columns that were not asked for, and are therefore not among the source's. */
  readonly leftOut?: readonly string[] | undefined;
}

/** One source column, or one field of a flattened STRUCT, and its target columns. */
export interface ResolvedColumn {
  /** Names from the row's root. */
  readonly path: readonly string[];
  /** BigQuery's name of the type. */
  readonly sourceType: string;
  /** Null if it is excluded or cannot be converted. */
  readonly column: Column | null;
  readonly fidelity: Fidelity;
  readonly notes: readonly string[];
  readonly choices: readonly string[];
}

export interface ResolvedColumns {
  /** In the source's order. */
  readonly columns: readonly ResolvedColumn[];
  /** Problems of the mapping, a sentence each. */
  readonly problems: readonly string[];
  /** Columns of unknown types, a sentence each. */
  readonly unsupported: readonly string[];
}

/** The list is part of a request's URL, and servers on the way accept 8 KB. */
const maxSelectedLength = 7_000;

/** How a scalar column is converted. */
interface Carried {
  readonly targetType: string;
  readonly fidelity: Exclude<Fidelity, "unsupported">;
  readonly notes: readonly string[];
}

export function resolveColumns(source: readonly Column[], options: MappingOptions): ResolvedColumns {
  const resolver = new Resolver(options);
  for (const column of source) resolver.walk(column, [column.name], []);
  return resolver.end();
}

class Resolver {
  readonly #mapping: Mapping;
  readonly #cursorColumn: string | undefined;
  readonly #hasMaskKey: boolean;
  readonly #rules = new Map<string, ColumnMapping>();
  /** Rules that have not matched a column yet. */
  readonly #unmet = new Set<string>();
  readonly #columns: ResolvedColumn[] = [];
  readonly #problems: string[] = [];
  readonly #unsupported: string[] = [];

  constructor({ mapping, cursorColumn, hasMaskKey = false, leftOut = [] }: MappingOptions) {
    this.#mapping = mapping ?? {};
    this.#cursorColumn = nameInRows(cursorColumn);
    this.#hasMaskKey = hasMaskKey;
    for (const rule of this.#mapping.columns ?? []) {
      const key = keyOf(nameInRows(rule.source));
      if (this.#rules.has(key)) this.#problems.push(`the mapping has two entries for "${rule.source}"`);
      this.#rules.set(key, rule);
      if (!leftOut.some((name) => keyOf(name) === key)) this.#unmet.add(key);
    }
  }

  /** @param names for the target, from the enclosing flattened STRUCTs */
  walk(column: Column, path: readonly string[], names: readonly string[]): void {
    const rule = this.#ruleFor(path);
    if (rule?.exclude === true) {
      this.#exclude(column, path);
      return;
    }
    this.#checkShape(column, path, rule);
    const own = rule?.name === undefined ? [...names, column.name] : [rule.name];
    if (!this.#isFlattened(column, rule)) {
      this.#carry(column, path, own.join("_"), rule);
      return;
    }
    if (rule?.cast !== undefined || rule?.mask !== undefined) {
      this.#problem(path, "is flattened: name its fields to cast or mask them");
    }
    for (const field of column.fields) this.walk(field, [...path, field.name], own);
  }

  end(): ResolvedColumns {
    for (const key of this.#unmet) {
      this.#problems.push(`the source has no column "${this.#rules.get(key)!.source}", which the mapping names`);
    }
    const targets = this.#columns.flatMap(({ column }) => column ?? []);
    this.#problems.push(...findRepeatedNames(targets));
    if (targets.length === 0 && this.#columns.length > 0 && this.#unsupported.length === 0) {
      this.#problems.push("the mapping excludes every column");
    }
    if (targets.length > maxTargetColumns) {
      this.#problems.push(
        `the target would have ${targets.length} columns, PostgreSQL takes ${maxTargetColumns}: exclude some`,
      );
    }
    const selected = selectFields(targets, this.#mapping) ?? "";
    if (encodeURIComponent(selected).length > maxSelectedLength) {
      this.#problems.push(
        `the names of the columns that stay fill ${selected.length} characters, too many for one request that leaves others out: exclude none, or read a query`,
      );
    }
    return { columns: this.#columns, problems: this.#problems, unsupported: this.#unsupported };
  }

  /** @param fullName shortened if nobody chose it and PostgreSQL cannot hold it. */
  #carry(whole: Column, path: readonly string[], fullName: string, rule: ColumnMapping | undefined): void {
    const sourceType = toSourceType(whole);
    const source = this.#prune(whole, path);
    const unknown = findUnknownType(source);
    if (unknown !== null) {
      this.#unsupported.push(`column "${path.join(".")}" has the unknown type ${unknown}`);
      this.#columns.push({ path, sourceType, column: null, fidelity: "unsupported", notes: [], choices: ["exclude"] });
      return;
    }
    const { targetType, fidelity, notes } = this.#carriedAs(source, path, rule);
    const name = rule?.name === undefined ? toTargetName(fullName) : fullName;
    const nameProblem = findNameProblem(name);
    if (nameProblem !== null) this.#problem(path, nameProblem);
    if (this.#isCursor(path) && (rule?.cast !== undefined || rule?.mask !== undefined)) {
      this.#problem(path, "is the cursor_column, which is neither cast nor masked: its values tell what to read next");
    }
    const mask = rule?.mask?.method ?? "";
    const declared = declaredUnder(source, targetType, rule, this.#mapping);
    const column = { ...source, ...declared, name, sourcePath: [...path], targetType, mask };
    const allNotes = [...shortenedNotes(fullName, name), ...notes, ...declaredNotes(column)];
    this.#columns.push({ path, sourceType, column, fidelity, notes: allNotes, choices: choicesOf(source) });
  }

  #carriedAs(source: Column, path: readonly string[], rule: ColumnMapping | undefined): Carried {
    const natural = naturalType(source)!;
    if (rule?.mask !== undefined) return this.#masked(source, path, rule);
    if (rule?.cast !== undefined) return this.#cast(source, path, rule.cast, natural);
    if (source.repeated && source.type !== "STRUCT" && (rule?.as ?? this.#mapping.arrays) === "native") {
      return {
        targetType: `${naturalElementType(source)!}[]`,
        fidelity: "lossless",
        notes: columnNotes(source, false),
      };
    }
    if (source.type === "GEOGRAPHY" && !source.repeated && this.#mapping.geography === "postgis") {
      return this.#cast(source, path, "geography", natural);
    }
    const isJson = source.repeated || source.type === "STRUCT";
    const fidelity = isJson && isLossyInJson(source) ? "lossy" : "lossless";
    return { targetType: natural, fidelity, notes: columnNotes(source, isJson) };
  }

  #masked(source: Column, path: readonly string[], { mask, cast }: ColumnMapping): Carried {
    const { method } = mask!;
    if (cast !== undefined) this.#problem(path, "is both cast and masked: a masked column is text");
    if ((method === "hmac" || (mask?.method === "sha256" && mask.salted === true)) && !this.#hasMaskKey) {
      this.#problem(path, `has the mask ${method}, which needs mapping.mask_key`);
    }
    if (method !== "redact" && (source.repeated || source.type === "STRUCT")) {
      this.#problem(path, `is a STRUCT or an ARRAY, which ${method} cannot mask: redact or exclude it`);
    }
    return { targetType: "text", fidelity: "lossy", notes: [`masked: ${method}`] };
  }

  #cast(source: Column, path: readonly string[], wanted: string, natural: string): Carried {
    const type = parseTargetType(wanted);
    if (type?.name === natural) return { targetType: natural, fidelity: "lossless", notes: columnNotes(source, false) };
    const cast = type === null ? undefined : castsOf(source)[type.word];
    if (type === null || cast === undefined) {
      const known = Object.keys(castsOf(source)).join(", ");
      this.#problem(path, `cannot be cast from ${toSourceType(source)} to "${wanted}"; it can to ${known}`);
      return { targetType: natural, fidelity: "lossless", notes: [] };
    }
    const notes = [`cast to ${wanted}${cast.note === undefined ? "" : `: ${cast.note}`}`];
    return { targetType: type.name, fidelity: cast.fidelity, notes };
  }

  #exclude(column: Column, path: readonly string[]): void {
    if (this.#isCursor(path)) this.#problem(path, "is the cursor_column, which cannot be excluded");
    const [sourceType, notes] = [toSourceType(column), ["excluded: it is not read"]];
    this.#columns.push({ path, sourceType, column: null, fidelity: "lossless", notes, choices: [] });
    this.#meetAll(column, path);
  }

  /** Removes excluded fields; inside jsonb a field can only be excluded, not mapped. */
  #prune(column: Column, path: readonly string[]): Column {
    if (column.fields.length === 0) return column;
    const fields = column.fields.flatMap((field) => {
      const fieldPath = [...path, field.name];
      const rule = this.#ruleFor(fieldPath);
      if (rule === undefined) return [this.#prune(field, fieldPath)];
      if (rule.exclude === true) {
        this.#meetAll(field, fieldPath);
        return [];
      }
      this.#problem(fieldPath, `is inside of "${path.join(".")}", which becomes jsonb as a whole: flatten that first`);
      return [this.#prune(field, fieldPath)];
    });
    if (fields.length === 0) this.#problem(path, "has no fields left: exclude it as a whole");
    return { ...column, fields };
  }

  #isFlattened(column: Column, rule: ColumnMapping | undefined): boolean {
    if (column.type !== "STRUCT" || column.repeated) return false;
    return (rule?.as ?? (isWhole(rule) ? "jsonb" : this.#mapping.structs)) === "flatten";
  }

  #checkShape(column: Column, path: readonly string[], rule: ColumnMapping | undefined): void {
    if (rule?.as === undefined || rule.as === "jsonb") return;
    if (rule.as === "flatten" && (column.type !== "STRUCT" || column.repeated)) {
      this.#problem(path, `is a ${toSourceType(column)}; only a STRUCT can be flattened`);
    }
    if (rule.as === "native" && (!column.repeated || column.type === "STRUCT")) {
      this.#problem(path, `is a ${toSourceType(column)}; only an ARRAY of scalars can be native`);
    }
  }

  #ruleFor(path: readonly string[]): ColumnMapping | undefined {
    const key = keyOf(path.join("."));
    this.#unmet.delete(key);
    return this.#rules.get(key);
  }

  /** Counts rules inside excluded columns as matched. */
  #meetAll(column: Column, path: readonly string[]): void {
    for (const field of column.fields) {
      this.#unmet.delete(keyOf([...path, field.name].join(".")));
      this.#meetAll(field, [...path, field.name]);
    }
  }

  #isCursor(path: readonly string[]): boolean {
    return path.length === 1 && path[0]!.toLowerCase() === this.#cursorColumn?.toLowerCase();
  }

  #problem(path: readonly string[], what: string): void {
    this.#problems.push(`column "${path.join(".")}" ${what}`);
  }
}

/** BigQuery's names are case-insensitive: https://docs.cloud.google.com/bigquery/docs/schemas#column_names */
function keyOf(source: string): string {
  return source.toLowerCase();
}

/** True for a STRUCT with a rule that requires a whole STRUCT. */
function isWhole(rule: ColumnMapping | undefined): boolean {
  return rule?.cast !== undefined || rule?.mask !== undefined;
}

function castsOf({ type, repeated }: Column): Readonly<Record<string, Cast>> {
  return repeated || type === "STRUCT" ? nestedCasts : casts[type as keyof typeof casts];
}

/** One entry for each possible choice of a mapping: reports of wide tables must fit into one message. */
function choicesOf(source: Column): readonly string[] {
  const isStruct = source.type === "STRUCT";
  const masks = source.repeated || isStruct ? "redact" : "sha256, hmac, redact, partial";
  return [
    ...(source.repeated && !isStruct ? ["as: jsonb, native"] : []),
    ...(!source.repeated && isStruct ? ["as: jsonb, flatten"] : []),
    `cast: ${Object.keys(castsOf(source)).join(", ")}`,
    `mask: ${masks}`,
    "exclude",
  ];
}

/** The first unknown type in the column. */
function findUnknownType(column: Column): string | null {
  if (naturalElementType(column) === null) return column.type;
  for (const field of column.fields) {
    const unknown = findUnknownType(field);
    if (unknown !== null) return unknown;
  }
  return null;
}
