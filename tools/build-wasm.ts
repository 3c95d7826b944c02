/**
 * Compiles services/extractor/rows-to-copy-wasm to the WASM module that the extractor loads. The module is committed, so that
 * nobody needs the compiler to run the product.
 *
 *   node tools/build-wasm.ts            writes it
 *   node tools/build-wasm.ts --check    exits 1 when the committed one is not what the source gives
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The part of `assemblyscript/asc` that is used here. */
interface AssemblyScriptCompiler {
  main(
    args: readonly string[],
    options: {
      readFile: (name: string, baseDir: string) => string | null;
      writeFile: (name: string, contents: Uint8Array | string) => void;
      listFiles: () => readonly string[];
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const extractor = join(root, "services/extractor");
const moduleFile = join(extractor, "src/transcode/wasm/generated/transcoder.wasm");
const moduleName = "transcoder.wasm";

/** `stub`: nothing is allocated inside, the host lays the memory out. `noAssert`: no texts of failed assertions inside. */
const compilerArgs = [
  "rows-to-copy-wasm/index.ts",
  "--outFile",
  moduleName,
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--use",
  "abort=",
  "-O3",
  "--noAssert",
  "--converge",
];

await main();

async function main(): Promise<void> {
  const compiled = await compile();
  const shownFile = relative(root, moduleFile);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(moduleFile), { recursive: true });
    writeFileSync(moduleFile, compiled);
    console.log(`wrote ${shownFile}, ${compiled.byteLength} bytes`);
  } else if (!existsSync(moduleFile) || !readFileSync(moduleFile).equals(compiled)) {
    console.error(
      `${shownFile} is not what services/extractor/rows-to-copy-wasm compiles to: run node tools/build-wasm.ts`,
    );
    process.exitCode = 1;
  }
}

async function compile(): Promise<Uint8Array> {
  const compiler = await loadCompiler();
  const written = new Map<string, Uint8Array | string>();
  const { error, stderr } = await compiler.main(compilerArgs, {
    readFile: (name) => {
      const path = join(extractor, name);
      return existsSync(path) ? readFileSync(path, "utf8") : null;
    },
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
  });
  const compiled = written.get(moduleName);
  if (error !== null || !(compiled instanceof Uint8Array)) {
    throw new Error(`services/extractor/rows-to-copy-wasm does not compile:\n${stderr.toString()}`, { cause: error });
  }
  return compiled;
}

/** It is a development dependency of the extractor, so it is looked for there and not beside this file. */
async function loadCompiler(): Promise<AssemblyScriptCompiler> {
  const manifestFile = join(extractor, "node_modules/assemblyscript/package.json");
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as { exports: { "./asc": { import: string } } };
  const entry = join(dirname(manifestFile), manifest.exports["./asc"].import);
  return (await import(pathToFileURL(entry).href)) as AssemblyScriptCompiler;
}
