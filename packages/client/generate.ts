/** Writes src/generated from docs/openapi.json. `--check` compares instead and fails when they differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const here = import.meta.dirname;
const source = join(here, "../../docs/openapi.json");
const target = join(here, "src/generated/api.ts");

const header = "/** The API's types, as openapi-typescript makes them from docs/openapi.json. */\n\n";
const types = await openapiTS(readFileSync(source, "utf8"), {
  alphabetize: true,
  // A field with a default may be left out of a body; answers have it all the same, where they say so.
  defaultNonNullable: false,
});
const text = header + astToString(types);

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write(`${target} is not what docs/openapi.json generates; run: npm run generate\n`);
  process.exitCode = 1;
}
