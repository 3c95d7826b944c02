// npm start: the whole product on this machine until Ctrl-C.
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { ApiClient } from "./api/api-client.ts";
import { ensureConsole } from "./console/ensure-console.ts";
import { ensureExamplePipeline, triggerRun } from "./example/example-pipeline.ts";
import { followRun } from "./example/follow-run.ts";
import { toResultLine } from "@datamantri/client";
import { exitWithUsage, onStopRequest } from "./stack/command-line.ts";
import { repositoryRoot } from "./repository.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";
import { waitUntilItServes } from "./stack/wait-until-it-serves.ts";

const usage = `usage: npm start [-- --port N] [--data-dir DIR] [--no-example]
  --port N        HTTP on this port; without it 8000, or a free one if that is taken
  --data-dir DIR  keeps everything there; without it .datamantri/
  --no-example    does not make the example pipeline`;

const startedAt = performance.now();
const options = readOptions();
const stopRequest = onStopRequest();
let isEnding = false;

try {
  ensureConsole(console.log);
  const stack = await startStack({
    dataDir: options.dataDir,
    httpPort: options.port,
    signal: stopRequest,
    say: console.log,
  });
  const api = await waitUntilItServes(stack.access);
  describe(stack);
  stopRequest.addEventListener("abort", () => void end(stack));
  if (stopRequest.aborted) await end(stack);
  if (options.hasExample) await runExample(stack, api);
} catch (error) {
  if (stopRequest.aborted) process.exit(0);
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function describe(stack: Stack): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const accessFile = relative(process.cwd(), join(stack.dataDir, "access.json"));
  console.log(`${stack.natsServer}; started in ${seconds} s`);
  console.log(`ready ${stack.access.url}`);
  console.log(`  console and API at this address; its reference at ${stack.access.url}/docs`);
  console.log(`  user ${stack.access.email}; the password and the connection strings are in ${accessFile}`);
  console.log(`  PostgreSQL: psql "$(node -p 'require("./${accessFile}").postgres')"`);
  console.log("  Ctrl-C stops everything and keeps the data");
}

/** A failed example is reported and leaves the stack running for inspection. */
async function runExample(stack: Stack, api: ApiClient): Promise<void> {
  try {
    const { id, isNew } = await ensureExamplePipeline(api, stack.access);
    if (!isNew) return;
    console.log("example: 3 million flights from the BigQuery sandbox into PostgreSQL, table flights_3m");
    const run = await followRun(api, await triggerRun(api, id), process.stdout);
    console.log(`example: ${toResultLine(run)}`);
  } catch (error) {
    if (isEnding) return;
    console.error(`example: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function end(stack: Stack): Promise<void> {
  isEnding = true;
  console.log("\nstopping");
  await stack.stop();
  process.exit(0);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string" },
        "data-dir": { type: "string" },
        "no-example": { type: "boolean" },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      throw new Error(`--port ${values.port}: a port is a number from 1 to 65535`);
    }
    return {
      port,
      dataDir: values["data-dir"] ?? join(repositoryRoot, ".datamantri"),
      hasExample: values["no-example"] !== true,
    };
  } catch (error) {
    return exitWithUsage(error, usage);
  }
}
