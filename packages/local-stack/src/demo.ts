// npm run demo: moves data on a separate stack, compares every value with the source, and leaves nothing.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { removeFolderAtEnd } from "./processes/guard.ts";
import type { DemoOutcome, DemoScenario } from "./scenarios/demo-scenario.ts";
import { demoFlights } from "./scenarios/flights.ts";
import { demoTypes } from "./scenarios/types.ts";
import { exitWithUsage, onStopRequest } from "./stack/command-line.ts";
import { startStack } from "./stack/start-stack.ts";
import { waitUntilItServes } from "./stack/wait-until-it-serves.ts";

const usage = `usage: npm run demo [-- --scenario flights|types] [--json]
  --scenario flights  3 million rows (the default)
  --scenario types    every BigQuery type through every write mode
  --json              the last line of the output is the result as JSON`;

const scenarios: Readonly<Record<string, DemoScenario>> = { flights: demoFlights, types: demoTypes };

const { scenario, isJson } = readOptions();
// With --json, standard output is for the result alone.
const output = isJson ? process.stderr : process.stdout;
const say = (line: string) => void output.write(`${line}\n`);

const dataDir = await mkdtemp(join(tmpdir(), "datamantri-demo-"));
removeFolderAtEnd(dataDir);
const stopRequest = onStopRequest();

try {
  const { isSuccess, result } = await runDemo();
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = isSuccess ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function runDemo(): Promise<DemoOutcome> {
  const startedAt = performance.now();
  const stack = await startStack({ dataDir, usualPorts: false, signal: stopRequest, say });
  for (const folder of stack.folders) removeFolderAtEnd(folder);
  try {
    const api = await waitUntilItServes(stack.access);
    say(`${stack.natsServer}; started in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return await scenario({ stack, api, output, say, stopRequest });
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

function readOptions(): { readonly scenario: DemoScenario; readonly isJson: boolean } {
  try {
    const { values } = parseArgs({ options: { json: { type: "boolean" }, scenario: { type: "string" } } });
    const name = values.scenario ?? "flights";
    if (!Object.hasOwn(scenarios, name)) throw new Error(`unknown scenario "${name}"`);
    return { scenario: scenarios[name]!, isJson: values.json === true };
  } catch (error) {
    return exitWithUsage(error, usage);
  }
}
