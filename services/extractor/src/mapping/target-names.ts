/** Makes and validates names of PostgreSQL columns. */
import { createHash } from "node:crypto";

import { systemColumns } from "@datamantri/contracts";

/** PostgreSQL's NAMEDATALEN less one. PostgreSQL cuts longer names silently, which could make two columns one. */
const maxNameBytes = 63;

/** Hexadecimal digits of the hash in a shortened name. Two names of one table that begin alike do not share 48 bits. */
const hashLength = 12;

/**
 * Shortens a name that PostgreSQL cannot hold. BigQuery's have up to 300 characters:
 * https://docs.cloud.google.com/bigquery/docs/schemas#column_names
 *
 * @returns the same for the same name, whatever other columns there are: its beginning, whole characters, and a hash.
 */
export function toTargetName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, hashLength);
  let beginning = "";
  for (const character of name) {
    if (Buffer.byteLength(beginning + character) > maxNameBytes - 1 - hashLength) break;
    beginning += character;
  }
  return `${beginning}_${hash}`;
}

/** For the type report; empty if the name is whole. */
export function shortenedNotes(fullName: string, name: string): readonly string[] {
  if (name === fullName) return [];
  return [
    `called "${name}": PostgreSQL's names have at most ${maxNameBytes} bytes, this one has ${Buffer.byteLength(fullName)}`,
  ];
}

/** Describes what is wrong with a name, as the end of a sentence; null if it is valid. */
export function findNameProblem(name: string): string | null {
  const byteCount = Buffer.byteLength(name);
  if (name === "" || name.includes("\0")) return "has no name that PostgreSQL can hold: give it one in the mapping";
  if (byteCount > maxNameBytes) {
    return `would be called "${name}", which has ${byteCount} bytes (PostgreSQL's limit is ${maxNameBytes}): give it another name in the mapping`;
  }
  if (systemColumns.has(name)) {
    return `would be called "${name}", which PostgreSQL reserves: give it another name in the mapping`;
  }
  return null;
}

interface Named {
  readonly name: string;
  readonly sourcePath: readonly string[];
}

/** One sentence for each duplicate name. PostgreSQL distinguishes upper and lower case, because we quote names. */
export function findRepeatedNames(columns: readonly Named[]): string[] {
  const byName = Map.groupBy(columns, ({ name }) => name);
  return [...byName].flatMap(([name, same]) => {
    if (same.length === 1) return [];
    const sources = same.map(({ sourcePath }) => `"${sourcePath.join(".")}"`).join(" and ");
    return [`${sources} would both be called "${name}": give one another name in the mapping`];
  });
}
