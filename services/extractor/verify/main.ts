/**
 * npm run verify:bigquery: proves on a BigQuery what the product assumes of it (docs/bigquery.md). Makes small tables in a
 * dataset, moves them, and drops them again.
 */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { BigQuery, type Options } from "./bigquery.ts";
import { checkMoves } from "./moves.ts";
import { Report, Skip } from "./report.ts";
import { checkWire } from "./wire-assumptions.ts";

const usage = `usage: npm run verify:bigquery -- --project P --dataset D [options]

  --project P       project that runs the jobs and has the dataset
  --dataset D       dataset for the tables, which are dropped at the end
  --max-bytes N     most bytes that the statements may bill together, and each run's query (default 1073741824)
  --credentials F   service account key or gcloud's credentials (default: GOOGLE_APPLICATION_CREDENTIALS, or gcloud's file)
  --endpoint URL    another server that speaks BigQuery's API, such as an emulator; it gets no credentials
`;

const options = readOptions();
const where = options.endpoint ?? "Google";
console.log(`BigQuery at ${where}, project ${options.project}, dataset ${options.dataset}\n`);
const report = new Report();
const bigquery = await BigQuery.open(options);
try {
  await checkWire(bigquery, report);
  await checkMoves(bigquery, report);
  process.exitCode = report.end() ? 0 : 1;
} catch (error) {
  // Of what each check needs: the dataset, the credentials.
  if (!(error instanceof Skip)) throw error;
  console.error(`Nothing can be verified: ${error.message}`);
  process.exitCode = 1;
} finally {
  await bigquery.close();
}

function readOptions(): Options {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      options: { project: text, dataset: text, "max-bytes": text, credentials: text, endpoint: text },
    });
    const { project, dataset, endpoint, "max-bytes": maxBytes = String(2 ** 30) } = values;
    if (project === undefined || dataset === undefined) throw new Error("--project and --dataset are required");
    if (!/^\d{1,15}$/.test(maxBytes)) throw new Error("--max-bytes is a whole number of bytes");
    const credentials = endpoint === undefined ? readCredentials(values.credentials) : null;
    return { project, dataset, endpoint, credentials, maxBytes: Number(maxBytes) };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return process.exit(64);
  }
}

/** https://docs.cloud.google.com/docs/authentication/application-default-credentials */
function readCredentials(given: string | undefined): string {
  const gcloud = join(homedir(), ".config", "gcloud", "application_default_credentials.json");
  const path = given ?? process.env["GOOGLE_APPLICATION_CREDENTIALS"] ?? gcloud;
  if (!existsSync(path)) {
    throw new Error(
      `there are no credentials at ${path}: run gcloud auth application-default login, or name a key with --credentials`,
    );
  }
  return readFileSync(path, "utf8");
}
