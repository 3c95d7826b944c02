/**
 * Writes everything that is generated and committed: npm run generate. With `--check`, says what is out of step and
 * exits 1.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { configurationPage } from "./generate/configuration-page.ts";
import { errorAdviceModule } from "./generate/error-advice.ts";
import { errorsPage } from "./generate/errors-page.ts";
import { natsAccountsPage } from "./generate/nats-accounts.ts";
import { openApiDocument } from "./generate/openapi-document.ts";
import { pipelineFieldsModule } from "./generate/pipeline-fields.ts";

const root = join(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");
const pages = {
  "docs/errors.md": errorsPage(),
  "console/src/generated/error-advice.ts": errorAdviceModule(),
  "console/src/generated/pipeline-fields.ts": pipelineFieldsModule(),
  "docs/configuration.md": await configurationPage(root),
  "docs/openapi.json": await openApiDocument(root),
  "deploy/nats/accounts.conf": natsAccountsPage(),
};
const scripts = ["packages/contracts/generate.ts", "packages/client/generate.ts", "tools/build-wasm.ts"];

for (const [path, text] of Object.entries(pages)) {
  const file = join(root, path);
  if (!isCheck) writeFileSync(file, text);
  else if (read(file) !== text) fail(`${path} is not what the source says; run: npm run generate`);
}
for (const script of scripts) {
  const args = [join(root, script), ...(isCheck ? ["--check"] : [])];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
