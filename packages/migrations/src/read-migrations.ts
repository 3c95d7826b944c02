import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One SQL file. It may have several statements, but none that PostgreSQL refuses inside a transaction. */
export interface Migration {
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly sql: string;
}

const fileName = /^(?<number>\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/;

/**
 * Reads a folder of migrations, in order. Line ends become LF, so that a checkout on Windows has the same checksums.
 *
 * @throws Error when a file is not called `0001-words.sql`, or when the numbers are not 1, 2, 3 and so on: if two
 *   branches added the same number, the second one must be renumbered.
 */
export function readMigrations(directory: string): readonly Migration[] {
  const files = readdirSync(directory).toSorted();
  return files.map((file, index) => {
    const wanted = index + 1;
    if (Number(fileName.exec(file)?.groups!["number"]) !== wanted) {
      throw new Error(`${join(directory, file)}: expected a file named ${String(wanted).padStart(4, "0")}-words.sql`);
    }
    const sql = readFileSync(join(directory, file), "utf8").replaceAll("\r\n", "\n");
    return { name: file.slice(0, -".sql".length), sql };
  });
}
