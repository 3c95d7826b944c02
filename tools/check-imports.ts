// Checks the picture in ARCHITECTURE.md, "Who may import whom": services meet in messages, each outside system has one
// owner, and no files import each other in a circle. Run by `npm run check`; prints every violation with its line and the rule.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findCircles, findViolations, toImportGraph } from "./import-rules.ts";

const root = join(import.meta.dirname, "..");
const patterns = [
  "packages/*/{src,test}/**/*.ts",
  "services/*/{src,test}/**/*.ts",
  "console/{src,test}/**/*.{ts,tsx}",
  "e2e/**/*.ts",
  "bench/**/*.ts",
  "model/**/*.ts",
  "chaos/**/*.ts",
  "tools/**/*.ts",
];
const files = globSync(patterns, { cwd: root, exclude: (name) => name === "node_modules" || name === "generated" });

const sources = new Map(
  files
    .filter((file) => !file.includes("node_modules") && file !== "tools/import-rules.unit.test.ts")
    .sort()
    .map((file) => [file, readFileSync(join(root, file), "utf8")]),
);
const violations = [...sources].flatMap(([file, source]) => findViolations(file, source));
/** GoogleSQL's grammar is a circle: expressions have queries in them, and queries expressions. */
const isGrammar = (file: string) => /^packages\/bigquery-sandbox\/src\/sql\/(syntax|compile|functions)\//.test(file);
const circles = findCircles(toImportGraph(sources)).filter((circle) => !circle.every(isGrammar));
for (const { file, line, rule } of violations) console.error(`${file}:${line}: ${rule}`);
for (const circle of circles) console.error(`files import each other in a circle:\n  ${circle.join("\n  → ")}`);
console.log(`${sources.size} files, ${violations.length} import violations, ${circles.length} circles`);
if (violations.length + circles.length > 0) process.exitCode = 1;
