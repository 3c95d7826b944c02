/**
 * npm run verify:bigquery-clients: Google's clients read and write the sandbox unchanged. Arguments choose some: python pandas-gbq
 * sqlalchemy node go java. What a client needs is downloaded by its language's own tools into .toolchain/bigquery-clients.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startSandbox } from "../src/index.ts";
import { clients, type Client } from "./clients.ts";
import { prepareCases } from "./prepare-cases.ts";
import { runLines } from "./run-program.ts";

// run.mjs was killed and could pass no signal on.
process.once("disconnect", () => process.exit(143));
process.channel?.unref();

const cacheDir = fileURLToPath(new URL("../../../.toolchain/bigquery-clients/", import.meta.url));
mkdirSync(cacheDir, { recursive: true });
const casesPath = join(cacheDir, "cases.json");
writeFileSync(casesPath, JSON.stringify(prepareCases()));

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !clients.some((client) => client.name === name));
if (unknown !== undefined) {
  console.error(`There is no client ${unknown}. Choose from: ${clients.map(({ name }) => name).join(", ")}`);
  process.exit(64);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const client of clients) {
  if (chosen.length > 0 && !chosen.includes(client.name)) continue;
  await verify(client);
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

type Status = keyof typeof counts;

interface Line {
  readonly check: string;
  readonly status: Status;
  readonly detail: string;
}

function say(client: Client, { check, status, detail }: Line): void {
  counts[status] += 1;
  console.log(`${client.name.padEnd(11)} ${check.padEnd(32)} ${status}${detail === "" ? "" : `  ${detail}`}`);
}

async function verify(client: Client): Promise<void> {
  const missing = client.findMissing();
  if (missing !== undefined) return say(client, { check: "everything", status: "skipped", detail: missing });
  try {
    client.prepare(cacheDir);
  } catch (error) {
    return say(client, { check: "everything", status: "failed", detail: `could not be prepared: ${String(error)}` });
  }
  await using sandbox = await startSandbox();
  const environment = { ...process.env, SANDBOX_URL: sandbox.url, CLIENT_CASES: casesPath };
  const exit = await runLines(client.command(cacheDir), environment, (line) => say(client, JSON.parse(line) as Line));
  if (exit.code !== 0) say(client, { check: "the program", status: "failed", detail: exit.error });
}
