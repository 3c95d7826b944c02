// npm run check: everything that can be checked without starting a server.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

interface Step {
  readonly title: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly advice?: string;
}

interface Outcome {
  readonly step: Step;
  readonly hasPassed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const root = join(import.meta.dirname, "..");
const steps: readonly Step[] = [
  { title: "format", script: "node_modules/oxfmt/bin/oxfmt", args: ["--check"], advice: "npm run format corrects it" },
  { title: "lint", script: "node_modules/oxlint/bin/oxlint", args: ["--type-aware", "--quiet"] },
  { title: "types", script: "node_modules/typescript/bin/tsc", args: ["--noEmit"] },
  { title: "console", script: "node_modules/typescript/bin/tsc", args: ["-p", "console"] },
  { title: "size", script: "tools/check-console-size.ts", args: [], advice: "load less at the start, or later" },
  { title: "imports", script: "tools/check-imports.ts", args: [] },
  { title: "documents", script: "tools/check-docs.ts", args: [] },
  { title: "generated", script: "tools/generate.ts", args: ["--check"], advice: "npm run generate corrects it" },
  { title: "unit tests", script: "tools/test.ts", args: ["--unit"] },
];

const present = steps.filter((step) => existsSync(join(root, step.script)));
const startedAt = performance.now();
// The static checks share the cores well; unit tests come after, because some of them have a time limit.
const outcomes = await Promise.all(present.filter((step) => step.title !== "unit tests").map(runStep));
for (const step of present.filter((step) => step.title === "unit tests")) outcomes.push(await runStep(step));

for (const { step, output } of outcomes.filter((outcome) => !outcome.hasPassed)) {
  console.log(`\n── ${step.title} ${"─".repeat(60)}\n${output.trim()}`);
}
console.log();
for (const { step, hasPassed, seconds } of outcomes) {
  const note = hasPassed || step.advice === undefined ? "" : `  (${step.advice})`;
  console.log(`${hasPassed ? "ok    " : "FAILED"} ${step.title.padEnd(11)} ${seconds.toFixed(1).padStart(5)} s${note}`);
}
const failedCount = outcomes.filter((outcome) => !outcome.hasPassed).length;
const total = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(
  failedCount === 0 ? `check passed in ${total} s` : `check failed: ${failedCount} of ${outcomes.length} steps`,
);
process.exitCode = failedCount === 0 ? 0 : 1;

function runStep(step: Step): Promise<Outcome> {
  const stepStartedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, step.script), ...step.args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
    child.on("close", (code) => {
      const seconds = (performance.now() - stepStartedAt) / 1000;
      resolve({ step, hasPassed: code === 0, output, seconds });
    });
  });
}
