/** Options and their values in words: for the form's summary, the review and the history. */
import type { PipelineInput } from "../api/types.ts";
import { controls } from "./controls.ts";
import type { Draft } from "./draft.ts";
import { fields, isShown, type Field } from "./fields.ts";
import { valueAt } from "./paths.ts";

/** Names of stored connections, by their ids. */
export type ConnectionNames = ReadonlyMap<string, string>;

export interface Described {
  readonly field: Field;
  readonly words: string;
}

/** Describes the options that a body of the API sets and the form shows. */
export function describe(body: PipelineInput, draft: Draft, names: ConnectionNames = new Map()): readonly Described[] {
  return fields.flatMap((field) => {
    const value = valueAt(body, field.path);
    return value === undefined || !isShown(field, draft) ? [] : [{ field, words: wordsOf(field, value, names) }];
  });
}

/** @param value of the API; never null. */
export function wordsOf({ control, texts, words }: Field, value: unknown, names: ConnectionNames = new Map()): string {
  if (control.endsWith("-connection")) return names.get(String(value)) ?? String(value);
  if (words) return words(value as never);
  return texts?.[String(value)] ?? controls[control].words(value);
}
