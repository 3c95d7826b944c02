/* https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#JSONPath_format */

const plainKey = String.raw`\.(?<plain>[\p{L}\p{N}_\-:\s]+)`;
const position = String.raw`\[(?<position>\d+)\]`;
/** What escapes other characters: double quotes, and for the legacy functions brackets with single quotes. */
const quotedKeys = {
  standard: String.raw`\."(?<quoted>(?:[^"\\]|\\.)*)"`,
  legacy: String.raw`\['(?<quoted>(?:[^'\\]|\\.)*)'\]`,
};

export type PathStyle = keyof typeof quotedKeys;

/** DuckDB's path for BigQuery's; undefined for one that is invalid or that DuckDB cannot say. */
export function duckdbPath(path: string, style: PathStyle): string | undefined {
  if (!path.startsWith("$")) return undefined;
  const step = new RegExp(`${plainKey}|${position}|${quotedKeys[style]}`, "uy");
  step.lastIndex = 1;
  let written = "$";
  while (step.lastIndex < path.length) {
    const { plain, position, quoted } = step.exec(path)?.groups ?? {};
    if (position !== undefined) written += `[${Number(position)}]`;
    else {
      const key = plain ?? quoted?.replaceAll(/\\(.)/gs, "$1");
      const next = key === undefined ? undefined : duckdbKey(key);
      if (next === undefined) return undefined;
      written += next;
    }
  }
  return written;
}

/** DuckDB's path step for a key; undefined for those that mean something else there. */
export function duckdbKey(key: string): string | undefined {
  if (key === "" || key === "*") return undefined;
  return `."${key.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
