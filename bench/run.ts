// npm run bench: measures parts of the product, one after the other.
import { parseArgs } from "node:util";

import { measureApi } from "./api.ts";
import { measureVerification } from "./verification.ts";
import { measureConsole } from "./console.ts";
import { measureCut } from "./cut.ts";
import { measureFlood } from "./flood.ts";
import { measureRecovery } from "./recovery.ts";
import { measureRejects } from "./rejects.ts";
import { measureTranscode } from "./transcode.ts";

const usage = `usage: npm run bench [-- --only NAME] [--json]
  --only transcode    pages of BigQuery's answers into rows of COPY
  --only cut          rows into batches
  --only rejects      COPY with and without bad rows
  --only verification  three million rows with each level of verification (some minutes)
  --only recovery     how soon a run goes on once what it needs is back (some minutes)
  --only api          reads beside a load, a thousand clients that watch, a thousand pipelines due at once
  --only flood        how long the gateway keeps others waiting while somebody sends the worst bodies
  --only console      memory of the run page during a load, frames while ten thousand runs scroll by
  --json              the figures as JSON`;

const benches: Readonly<Record<string, () => unknown>> = {
  transcode: measureTranscode,
  cut: measureCut,
  rejects: measureRejects,
  verification: measureVerification,
  recovery: measureRecovery,
  api: measureApi,
  flood: measureFlood,
  console: measureConsole,
};

const { names, isJson } = readOptions();
const figures: Record<string, unknown> = {};
for (const name of names) {
  const result = await benches[name]!();
  figures[name] = result;
  if (!isJson) print(name, result);
}
if (isJson) console.log(JSON.stringify({ node: process.version, ...figures }, null, 2));

/** Lists of figures as tables. */
function print(name: string, result: unknown): void {
  console.log(`\n${name}`);
  const tables = Array.isArray(result) ? { "": result } : (result as Record<string, unknown>);
  for (const [title, rows] of Object.entries(tables)) {
    if (title !== "") console.log(title);
    console.table(rows);
  }
}

function readOptions(): { readonly names: readonly string[]; readonly isJson: boolean } {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string" } } });
  if (values.only !== undefined && !Object.hasOwn(benches, values.only)) {
    throw new Error(`there is no benchmark "${values.only}"\n${usage}`);
  }
  return { names: values.only === undefined ? Object.keys(benches) : [values.only], isJson: values.json === true };
}
