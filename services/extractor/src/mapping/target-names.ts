/** Names that a column of PostgreSQL can have. */

/** PostgreSQL's NAMEDATALEN less one; longer names are cut silently, which could make two columns one. */
const maxNameBytes = 63;

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

/** What is wrong with a name, as the end of a sentence; null when it is a name. */
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

/** One sentence for each name that several columns have. PostgreSQL tells upper from lower case, as we quote names. */
export function findRepeatedNames(columns: readonly Named[]): string[] {
  const byName = Map.groupBy(columns, ({ name }) => name);
  return [...byName].flatMap(([name, same]) => {
    if (same.length === 1) return [];
    const sources = same.map(({ sourcePath }) => `"${sourcePath.join(".")}"`).join(" and ");
    return [`${sources} would both be called "${name}": give one another name in the mapping`];
  });
}
