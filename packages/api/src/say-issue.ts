/** What is wrong with a field, for whoever sent it: what it must be. What was sent is not repeated; it may be a secret. */
import { z } from "zod";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const formats: Readonly<Record<string, string>> = {
  datetime: "a date and time in ISO 8601, such as 2026-01-31T09:00:00Z",
  email: "an e-mail address",
  uuid: "a UUID",
};

const units: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

/** As many allowed values as a person reads. */
const maxListed = 40;

/** The words for each check that has none of its own; `undefined` leaves them to Zod. */
export function sayIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return sayType(types[issue.expected] ?? issue.expected, issue.input);
    case "invalid_value":
      return sayType(oneOf(issue.values), issue.input);
    case "invalid_union":
      return Array.isArray(issue.options)
        ? `must be ${oneOf(issue.options as unknown[])}`
        : "has none of the shapes that are allowed here";
    case "unrecognized_keys":
      return `has no ${issue.keys.length === 1 ? "field" : "fields"} ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
    case "invalid_format":
      return formats[issue.format] && `must be ${formats[issue.format]}`;
    case "too_small":
      return saySize(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return saySize(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return undefined;
    default:
      return issue satisfies never;
  }
}

function sayType(wanted: string, input: unknown): string {
  return input === undefined ? `is missing: it must be ${wanted}` : `must be ${wanted}`;
}

function oneOf(values: readonly unknown[]): string {
  const listed = values.slice(0, maxListed).map((value) => JSON.stringify(value) ?? String(value));
  const all = values.length > maxListed ? [...listed, "…"] : listed;
  return all.length === 1 ? all[0]! : `one of ${all.join(", ")}`;
}

function saySize(origin: string, bound: string, size: number | bigint): string {
  const unit = units[origin];
  if (unit === undefined) return `must be ${bound} ${size}`;
  if (origin === "string" && bound === "at least" && size === 1) return "must not be empty";
  return `must have ${bound} ${size} ${size === 1 ? unit[0] : unit[1]}`;
}

z.config({ customError: sayIssue });
