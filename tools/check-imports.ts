// Checks the picture in ARCHITECTURE.md, "Who may import whom": services meet in messages, and each outside system
// has one owner. Run by `npm run check`; prints every violation with its place and the rule.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findViolations } from "./import-rules.ts";

const root = join(import.meta.dirname, "..");
const patterns = [
  "packages/*/{src,test}/**/*.ts",
  "services/*/{src,test}/**/*.ts",
  "console/{src,test}/**/*.{ts,tsx}",
  "e2e/**/*.ts",
  "bench/**/*.ts",
  "tools/**/*.ts",
];
const files = globSync(patterns, { cwd: root, exclude: (name) => name === "node_modules" || name === "generated" });

const violations = files
  .filter((file) => !file.includes("node_modules") && file !== "tools/import-rules.unit.test.ts")
  .sort()
  .flatMap((file) => findViolations(file, readFileSync(join(root, file), "utf8")));
for (const { file, line, rule } of violations) console.error(`${file}:${line}: ${rule}`);
console.log(`${files.length} files, ${violations.length} import violations`);
if (violations.length > 0) process.exitCode = 1;
