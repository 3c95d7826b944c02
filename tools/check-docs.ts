// Checks that every path and link in a document exists, and that every table row fits a screen. Run by `npm run check`.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const maxRowLength = 160;
const root = join(import.meta.dirname, "..");
const documents = globSync(["*.md", "docs/**/*.md", "deploy/*.md", "packages/*/README.md"], {
  cwd: root,
  exclude: (name) => name === "node_modules",
});
/** In backquotes, beginning with a folder of the tree: `services/loader/test/crash.integration.test.ts`, with * and {}. */
const treePath = /`((?:bench|console|deploy|docs|e2e|model|packages|services|tools)\/[\w.*{},/-]*)`/g;
/** A test by its name: `secrets.unit`, `attacks/matrix.e2e`. */
const testName = /(?<![\w./-])((?:[\w-]+\/)?[\w-]+\.(?:unit|integration|e2e))(?![\w.]*\.ts|\w)/g;
const tests = globSync(["e2e/**/*.test.ts", "{packages,services}/*/test/**/*.test.ts", "console/test/*.test.ts"], {
  cwd: root,
});
const link = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

const problems = documents.flatMap((document) =>
  readFileSync(join(root, document), "utf8")
    .split("\n")
    .flatMap((line, index) => problemsOf(document, line).map((problem) => `${document}:${index + 1}: ${problem}`)),
);
for (const problem of problems) console.error(problem);
console.log(`${documents.length} documents, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function problemsOf(document: string, line: string): string[] {
  const paths = [...line.matchAll(treePath)].map((match) => match[1]!);
  // CHANGELOG.md names files of the past.
  const missing = document === "CHANGELOG.md" ? [] : paths.filter((path) => globSync(path, { cwd: root }).length === 0);
  const links = [...line.matchAll(link)].map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target));
  const broken = links.filter((target) => !existsSync(join(root, dirname(document), target)));
  const named = document === "CHANGELOG.md" ? [] : [...line.matchAll(testName)].map((match) => match[1]!);
  const unknown = named.filter((name) => !tests.some((path) => path.endsWith(`/${name}.test.ts`)));
  const isWide = line.startsWith("|") && line.length > maxRowLength;
  return [
    ...missing.map((path) => `there is no ${path}`),
    ...unknown.map((name) => `there is no test ${name}`),
    ...broken.map((target) => `the link to ${target} is broken`),
    ...(isWide ? [`a table row of ${line.length} characters; write at most ${maxRowLength}, or a list`] : []),
  ];
}
