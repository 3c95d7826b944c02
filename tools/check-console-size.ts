// Measures the compressed JavaScript that a browser loads before the first page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { ensureConsole } from "@datamantri/local-stack";

/** About two seconds on a slow mobile line. */
const maxKb = 250;

const dist = join(import.meta.dirname, "..", "console", "dist");
ensureConsole();
const page = readFileSync(join(dist, "index.html"), "utf8");
const start = new Set([...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!));
const entry = [...start].find((path) => path.includes("/index-"));
// The dashboard is the first page; its script and what it imports are loaded with the start.
const dashboard = /assets\/dashboard-page-[\w-]+\.js/.exec(entry ? read(entry) : "")?.[0];
if (dashboard !== undefined) {
  start.add(`/${dashboard}`);
  for (const [, name] of read(`/${dashboard}`).matchAll(/from\s*["']\.\/([\w-]+\.js)["']/g))
    start.add(`/assets/${name}`);
}
const kb = [...start].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0) / 1_000;

console.log(
  `${kb.toFixed(1)} KB of compressed JavaScript in ${start.size} files until the dashboard, of ${maxKb} allowed`,
);
if (kb > maxKb) process.exitCode = 1;

function read(path: string): string {
  return readFileSync(join(dist, path), "utf8");
}
