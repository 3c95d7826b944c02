/** Writes src/generated from proto/. `--check` compares instead and fails when they differ. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const here = import.meta.dirname;
const outputDir = join(here, "src/generated");
const cliDir = dirname(createRequire(import.meta.url).resolve("protobufjs-cli/package.json"));

function runCli(tool: "pbjs" | "pbts", args: readonly string[]): void {
  execFileSync(process.execPath, [join(cliDir, "bin", tool), ...args], { cwd: join(here, "proto"), stdio: "inherit" });
}

function generate(dir: string): Map<string, string> {
  const protos = readdirSync(join(here, "proto")).toSorted();
  const script = join(dir, "messages.js");
  const types = join(dir, "messages.d.ts");
  const trim = ["--no-create", "--no-verify", "--no-delimited", "--no-service", "--no-typeurl", "--force-number"];
  const bare = join(dir, "bare.js");
  runCli("pbjs", ["-t", "static-module", "-w", "es6", ...trim, "-p", ".", "-o", script, ...protos]);
  runCli("pbts", ["-o", types, script]);
  // The types come from the comments; the code that runs needs none.
  runCli("pbjs", ["-t", "static-module", "-w", "es6", "--no-comments", ...trim, "-p", ".", "-o", bare, ...protos]);
  return new Map([
    ["messages.js", readFileSync(bare, "utf8")],
    // codec.ts switches Long off, so no type mentions it.
    ["messages.d.ts", readFileSync(types, "utf8").replace('import Long = require("long");\n', "")],
  ]);
}

const work = mkdtempSync(join(tmpdir(), "datamantri-contracts-"));
try {
  for (const [name, text] of generate(work)) {
    const path = join(outputDir, name);
    if (!process.argv.includes("--check")) writeFileSync(path, text);
    else if (readFileSync(path, "utf8") !== text) {
      process.stderr.write(`${path} is not what proto/ generates; run: npm run generate\n`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
