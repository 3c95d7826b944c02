/** Reads the built console once: a gateway serves its files from memory. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";

export interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer<ArrayBuffer>;
  /** Absent if it saves nothing. */
  readonly gzipped: Buffer<ArrayBuffer> | undefined;
  readonly etag: string;
}

/** Files by URL path, such as /assets/index-B3x.js. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const compressed = new Set([".html", ".js", ".css", ".svg"]);

/** Output folder of `console/` in a checkout and in an image. */
export const builtConsole = join(import.meta.dirname, "../../../../console/dist");

/** @returns undefined if it is not built: the API works without it. */
export function readConsole(folder: string): ConsoleFiles | undefined {
  const names = globSync("**/*.{html,js,css,svg,woff2}", { cwd: folder });
  if (!names.includes("index.html")) return undefined;
  return new Map(names.map((name) => [`/${name.split(sep).join("/")}`, readConsoleFile(join(folder, name))]));
}

function readConsoleFile(file: string): ConsoleFile {
  const extension = extname(file);
  const content = readFileSync(file);
  return {
    type: types[extension] ?? "application/octet-stream",
    content,
    gzipped: compressed.has(extension) ? gzipSync(content, { level: 9 }) : undefined,
    etag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`,
  };
}
