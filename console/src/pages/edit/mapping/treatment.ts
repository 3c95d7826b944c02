/**
 * The conversion of a column: a cast, a mask or another form of a STRUCT or ARRAY. The mapping allows one of the three.
 */
import type { ColumnMapping, TypeReport } from "../../../api/types.ts";

export type Rule = Omit<ColumnMapping, "source">;
type Mask = NonNullable<ColumnMapping["mask"]>;

/** As the value of an option: `cast:integer`, `mask:hmac`, `as:flatten`; empty for nothing. */
export type Treatment = string;

export interface TreatmentGroup {
  readonly title: string;
  readonly options: readonly (readonly [value: Treatment, text: string])[];
}

/** The type without its modifier: `varchar` of `varchar(20)`. */
const castPattern = /^(\w[\w ]*?) ?(?:\( ?(\d*) ?(?:, ?(\d*) ?)?\))?$/;

const maskTexts: Readonly<Record<Mask["method"], string>> = {
  sha256: "SHA-256",
  hmac: "HMAC, with a key",
  redact: "Redact",
  partial: "Partial mask",
};

const shapeTexts: Readonly<Record<NonNullable<ColumnMapping["as"]>, string>> = {
  jsonb: "As jsonb",
  flatten: "A column for each field",
  native: "As an array",
};

/** @param choices of the type report: `cast: text, varchar`, `mask: sha256, hmac`, `as: jsonb, flatten`, `exclude`. */
export function toGroups(choices: TypeReport["columns"][number]["choices"], current: Treatment): TreatmentGroup[] {
  const groups = choices.flatMap((choice): TreatmentGroup[] => {
    const [kind, words = ""] = choice.split(": ");
    const named = words.split(", ").filter((word) => word !== "");
    const options = named.map((word) => [`${kind}:${word}`, textOf(kind!, word)] as const);
    const title = groupTitles[kind ?? ""];
    return title === undefined || options.length === 0 ? [] : [{ title, options }];
  });
  const isOffered = current === "" || groups.some(({ options }) => options.some(([value]) => value === current));
  // A value of the pipeline is kept even if the source does not offer it.
  return isOffered ? groups : [...groups, { title: "Current", options: [[current, current.replace(":", ": ")]] }];
}

const groupTitles: Readonly<Record<string, string>> = { cast: "Cast to", mask: "Mask", as: "Shape" };

function textOf(kind: string, word: string): string {
  if (kind === "mask") return maskTexts[word as Mask["method"]] ?? word;
  return kind === "as" ? (shapeTexts[word as keyof typeof shapeTexts] ?? word) : word;
}

export function treatmentOf({ cast, mask, as }: Rule): Treatment {
  if (mask !== undefined) return `mask:${mask.method}`;
  if (cast !== undefined) return `cast:${parseCast(cast)?.word ?? cast}`;
  return as === undefined ? "" : `as:${as}`;
}

/** The rule with another treatment and its default parameters; its other options stay. */
export function withTreatment({ cast: _cast, mask: _mask, as: _as, ...rest }: Rule, treatment: Treatment): Rule {
  const [kind, word = ""] = treatment.split(/:(.*)/s);
  if (kind === "cast") return { ...rest, cast: word };
  if (kind === "mask") return { ...rest, mask: defaultMask(word as Mask["method"]) };
  return kind === "as" ? { ...rest, as: word as NonNullable<ColumnMapping["as"]> } : rest;
}

function defaultMask(method: Mask["method"]): Mask {
  return method === "partial" ? { method, keep_last: 4 } : { method };
}

export interface Cast {
  readonly word: string;
  /** As typed: length of varchar, precision and scale of numeric. */
  readonly modifier: readonly [string, string];
}

/** Undefined if the form cannot parse it. */
export function parseCast(cast: string): Cast | undefined {
  const [, word, first = "", second = ""] = castPattern.exec(cast) ?? [];
  return word === undefined ? undefined : { word, modifier: [first, second] };
}

export function toCast({ word, modifier: [first, second] }: Cast): string {
  if (first === "") return word;
  return second === "" ? `${word}(${first})` : `${word}(${first},${second})`;
}

/**
 * The target type according to the rule, before the source has been checked again; undefined if the rule does not
 * change it.
 */
export function typeOf({ cast, mask }: Rule): string | undefined {
  return mask === undefined ? cast : "text";
}
