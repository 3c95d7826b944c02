/* Signatures of functions, written as BigQuery's documentation does: `fn("STRING, INT64?", "STRING", ...)`. */
import type { FieldType } from "../../wire/field-type.ts";
import { coerce, coercionCost, commonType } from "../compile/coerce.ts";
import { arrayOf, isOrderable, rangeOf, scalar } from "../compile/types.ts";
import type { Value } from "../compile/value.ts";

/** Writes a call in DuckDB's SQL; an argument that is left out is undefined. */
export type WriteCall = (...args: string[]) => string;

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly result: string;
  readonly write: WriteCall;
  /** BigQuery has it and the sandbox has not: without it the arguments would coerce to those of another. */
  readonly isUnsupported?: boolean;
}

interface Parameter {
  /** A type's name; `T` for one type of all; `ARRAY<T>`. */
  readonly type: string;
  readonly isOptional: boolean;
  /** The last parameter, any number of times. */
  readonly isRepeated: boolean;
}

/** @param parameters comma-separated types; `?` marks optional ones, `...` the last one that repeats. */
export function fn(parameters: string, result: string, write: WriteCall): Signature {
  const list = parameters === "" ? [] : parameters.split(", ").map(toParameter);
  return { parameters: list, result, write };
}

/** {@link Signature.isUnsupported} */
export function unsupported(parameters: string): Signature {
  return { ...fn(parameters, "BOOL", () => ""), isUnsupported: true };
}

function toParameter(text: string): Parameter {
  return { type: text.replace(/\?|\.\.\.$/, ""), isOptional: text.endsWith("?"), isRepeated: text.endsWith("...") };
}

/** A function that DuckDB calls this way with the same arguments. */
export const call =
  (name: string): WriteCall =>
  (...args) =>
    `${name}(${args.join(", ")})`;

export interface Match {
  readonly signature: Signature;
  readonly values: readonly Value[];
  readonly type: FieldType;
}

/** The signature that these arguments fit best, with the arguments coerced; undefined for none. */
export function matchSignature(signatures: readonly Signature[], values: readonly Value[]): Match | undefined {
  const matches = signatures.flatMap((signature) => tryMatch(signature, values) ?? []);
  return matches.reduce<(Match & { cost: number }) | undefined>(
    (best, match) => (best === undefined || match.cost < best.cost ? match : best),
    undefined,
  );
}

function tryMatch(signature: Signature, values: readonly Value[]): (Match & { cost: number }) | undefined {
  const parameters = parametersFor(signature, values.length);
  if (parameters === undefined) return undefined;
  const variable = bindVariable(parameters, values);
  let cost = 0;
  const converted: Value[] = [];
  for (const [index, value] of values.entries()) {
    const type = typeOf(parameters[index]!.type, variable);
    const step = type && coercionCost(value, type);
    const coerced = type && coerce(value, type);
    if (step === undefined || coerced === undefined) return undefined;
    cost += step;
    converted.push(coerced);
  }
  const type = typeOf(signature.result, variable);
  return type && { signature, values: converted, type, cost };
}

function parametersFor({ parameters }: Signature, count: number): readonly Parameter[] | undefined {
  const last = parameters.at(-1);
  if (last?.isRepeated) {
    const fixed = parameters.slice(0, -1);
    if (count < parameters.length) return undefined;
    return [...fixed, ...Array.from({ length: count - fixed.length }, () => last)];
  }
  const required = parameters.filter(({ isOptional }) => !isOptional).length;
  return count >= required && count <= parameters.length ? parameters : undefined;
}

/** The type that `T` stands for; `O` is `T` where it must have an order. */
function bindVariable(parameters: readonly Parameter[], values: readonly Value[]): FieldType | undefined {
  const bound = values.flatMap((value, index): Value[] => {
    const { type } = parameters[index]!;
    if (type === "T" || type === "O") return [value];
    if (type !== "ARRAY<T>" || value.type.kind !== "array" || value.literal === "NULL") return [];
    return [{ sql: "", type: value.type.element, literal: value.literal === "EMPTY_ARRAY" ? "NULL" : undefined }];
  });
  const type = commonType(bound);
  if (type !== undefined && parameters.some((one) => one.type === "O") && !isOrderable(type)) return undefined;
  return type;
}

function typeOf(name: string, variable: FieldType | undefined): FieldType | undefined {
  if (name === "T" || name === "O") return variable;
  if (name === "ARRAY<T>") return variable && variable.kind !== "array" ? arrayOf(variable) : undefined;
  const [, outer, element] = /^(ARRAY|RANGE)<(\w+)>$/.exec(name) ?? [];
  if (element === undefined) return scalar(name);
  return outer === "ARRAY" ? arrayOf(scalar(element)) : rangeOf(element);
}
