/** How each kind of control loads, sends and displays a value of the API. */
import type { ColumnMapping } from "../api/types.ts";
import { formatBytes, formatCount } from "../format/numbers.ts";
import { describeSpan } from "../format/spans.ts";
import type { Draft, DraftPath, Label } from "./draft.ts";

type Held = Draft[DraftPath];

interface Control {
  readonly empty: Held;
  /** @param value of the API; never undefined. */
  load(value: unknown): Held;
  /** @param before the value in the edited pipeline. @returns undefined for the default. */
  send(held: Held, before: unknown): unknown;
  /** A value of the API in words. */
  words(value: unknown): string;
}

const text: Control = {
  empty: "",
  load: String,
  send: (held) => held || undefined,
  words: String,
};

const number: Control = { ...text, send: (held) => toNumber(held as string), words: formatNumber };

const list: Control = {
  empty: [],
  load: (value) => value as Held,
  send: (held) => ((held as readonly unknown[]).length > 0 ? held : undefined),
  words: (value) => (value as readonly string[]).join(", "),
};

export const controls = {
  text,
  area: text,
  /** One of the declared values. */
  choice: text,
  number,
  port: { ...number, words: String },
  bytes: { ...text, words: (value) => formatBytes(Number(value)) },
  seconds: { ...number, words: (value) => describeSpan(String(value)) },
  check: {
    empty: false,
    load: (value) => value === true,
    send: (held, before) => held || (before === undefined ? undefined : false),
    words: (value) => (value === true ? "yes" : "no"),
  },
  /** True, false or the default. */
  switch: {
    ...text,
    send: (held) => (held === "" ? undefined : held === "true"),
    words: (value) => (value === true ? "yes" : "no"),
  },
  secret: { ...text, words: () => "given" },
  "secret-area": { ...text, words: () => "given" },
  "bigquery-connection": text,
  "postgres-connection": text,
  "cursor-column": text,
  "key-columns": list,
  /** Several of the declared values. */
  choices: list,
  labels: {
    ...list,
    load: (value) =>
      Object.entries(value as Record<string, string>).map(([name, value]): Label => ({ name, value })) as never,
    send(held) {
      const labels = (held as readonly Label[]).filter(({ name }) => name !== "");
      return labels.length > 0 ? Object.fromEntries(labels.map(({ name, value }) => [name, value])) : undefined;
    },
    words: (value) =>
      Object.entries(value as Record<string, string>)
        .map(([name, label]) => `${name}=${label}`)
        .join(", "),
  },
  "mapping-grid": { ...list, words: (value) => `${(value as readonly ColumnMapping[]).length} changed` },
  "mode-choices": { ...text, empty: "replace" },
  "schedule-builder": { ...text, empty: null, send: (held) => held ?? undefined },
} as const satisfies Record<string, Control>;

export type ControlName = keyof typeof controls;

/** An invalid number is sent unchanged to the API, which reports the problem. */
function toNumber(text: string): unknown {
  if (text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

function formatNumber(value: unknown): string {
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? formatCount(value) : String(value);
}
