/** Describes what a field must be. Sent values are not repeated: they may be secrets. */
import type { z } from "zod";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const types: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "an array",
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
  array: ["item", "items"],
};

/** Limit of listed values or names that a person can still read. */
const maxListed = 40;

/** Message for each check of a schema that has none of its own; `undefined` uses Zod's. */
export function sayIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return sayWanted(typeOf(issue.expected), issue.input);
    case "invalid_value":
      return sayWanted(oneOf(issue.values), issue.input);
    case "invalid_union":
      return sayUnion(issue);
    case "unrecognized_keys":
      return `has no ${issue.keys.length === 1 ? "field" : "fields"} ${list(issue.keys)}`;
    case "invalid_format":
      return formats[issue.format] && `must be ${formats[issue.format]}`;
    case "too_small":
      return saySize(issue, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return saySize(issue, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_key":
    case "invalid_element":
      return issue.issues[0]?.message;
    case "custom":
      return undefined;
    default:
      issue satisfies never;
      return undefined;
  }
}

function sayUnion({ errors, options, discriminator, input }: Extract<RawIssue, { code: "invalid_union" }>): string {
  if (Array.isArray(options) && options.length > 0) {
    const named = typeof input === "object" && input !== null ? (input as Record<string, unknown>) : {};
    return sayWanted(oneOf(options as unknown[]), named[String(discriminator)]);
  }
  const issues = errors.flat();
  const isOfTypes = issues.length > 0 && issues.every(({ code, path }) => code === "invalid_type" && path.length === 0);
  if (!isOfTypes) return "has none of the shapes that are allowed here";
  const wanted = issues.flatMap((one) => (one.code === "invalid_type" ? [typeOf(one.expected)] : []));
  return sayWanted([...new Set(wanted)].join(" or "), input);
}

function typeOf(expected: string): string {
  return types[expected] ?? `of the type ${expected}`;
}

function sayWanted(wanted: string, input: unknown): string {
  return input === undefined ? `is required and must be ${wanted}` : `must be ${wanted}`;
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? list(values) : `one of ${list(values)}`;
}

function list(values: readonly unknown[]): string {
  const listed = values
    .slice(0, maxListed)
    .map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value)));
  return [...listed, ...(values.length > maxListed ? ["…"] : [])].join(", ");
}

function saySize(
  { origin, exact }: Extract<RawIssue, { code: "too_small" | "too_big" }>,
  bound: string,
  size: number | bigint,
): string {
  const unit = units[origin];
  if (unit === undefined) return `must be ${bound} ${size}`;
  if (origin === "string" && bound === "at least" && size === 1) return "must not be empty";
  return `must have ${exact === true ? "exactly" : bound} ${size} ${size === 1 ? unit[0] : unit[1]}`;
}
