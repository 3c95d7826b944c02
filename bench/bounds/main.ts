/**
 * npm run verify:bounds: whether memory and times stay bounded when much has happened, on the whole product. Takes hours, so it
 * runs at night; docs/performance.md has the bounds and the figures.
 */
import { inspect, parseArgs } from "node:util";

import { measureCells } from "./cells.ts";
import { measureHistory } from "./history.ts";
import { describe, isBroken, type Measurement } from "./measurement.ts";
import { measureMemory, type MemoryOptions } from "./memory.ts";
import { measurePipelines } from "./pipelines.ts";
import { measureWide } from "./wide.ts";

const usage = `usage: npm run verify:bounds [-- --only PARTS] [--runs N] [--minutes M] [--out FOLDER] [--json]
  --only PARTS   some of memory,pipelines,history,wide,cells, separated by commas; default: all
  --runs N       memory: runs of small and middle pipelines (default: 200; 0: none, otherwise at least 40)
  --minutes M    memory: how long the streams run (default: 60; 0: none)
  --out FOLDER   memory: pictures (SVG) and figures (CSV) of each process
  --json         the last line is a JSON object with all figures`;

type Part = (options: MemoryOptions) => Promise<readonly Measurement[]>;

const parts: Readonly<Record<string, Part>> = {
  memory: measureMemory,
  pipelines: measurePipelines,
  history: measureHistory,
  wide: measureWide,
  cells: measureCells,
};

// run.mjs was killed and could pass no signal on.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

const { names, isJson, ...options } = readOptions();
const measured: Measurement[] = [];
for (const name of names) {
  options.say(`\n${name}`);
  const figures = await parts[name]!(options).catch((error: unknown): readonly Measurement[] => {
    options.say(inspect(error));
    return [{ part: name, what: "could not be measured", value: Number.NaN, unit: "", bound: 0 }];
  });
  for (const figure of figures) options.say(describe(figure));
  measured.push(...figures);
}
const broken = measured.filter((figure) => isBroken(figure));
options.say(broken.length === 0 ? "\nall bounds hold" : `\n${broken.length} bounds are broken:`);
for (const figure of broken) options.say(describe(figure));
if (isJson) console.log(JSON.stringify({ node: process.version, broken: broken.length, measured }));
process.exit(broken.length === 0 ? 0 : 1);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string" },
        runs: { type: "string", default: "200" },
        minutes: { type: "string", default: "60" },
        out: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const names = values.only?.split(",") ?? Object.keys(parts);
    const unknown = names.find((name) => !Object.hasOwn(parts, name));
    if (unknown !== undefined) throw new Error(`there is no part "${unknown}"`);
    const runs = toNumber("runs", values.runs);
    if (runs > 0 && runs < 40) throw new Error("--runs is 0 or at least 40: fewer show no slope");
    const minutes = toNumber("minutes", values.minutes);
    const isJson = values.json;
    // With --json, standard output is for the figures alone.
    const say = (line: string): void => void (isJson ? process.stderr : process.stdout).write(`${line}\n`);
    return { names, isJson, runs, minutes, out: values.out, say };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(64);
  }
}

function toNumber(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}
