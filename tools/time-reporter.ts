import type { Reporter, TestModule } from "vitest/node";

/** The test files of one project of vitest.config.ts. */
interface Part {
  startedAtMs: number;
  endedAtMs: number;
  fileCount: number;
  testCount: number;
}

const shownFiles = 12;

/** Prints at the end how long each part of a test run took by the clock, and which files took longest. */
export class TimeReporter implements Reporter {
  readonly #parts = new Map<string, Part>();
  readonly #startedAtMs = new Map<string, number>();
  readonly #files: { readonly path: string; readonly ms: number }[] = [];

  onTestModuleQueued(module: TestModule): void {
    this.#startedAtMs.set(module.id + module.project.name, performance.now());
  }

  onTestModuleEnd(module: TestModule): void {
    const endedAtMs = performance.now();
    const startedAtMs = this.#startedAtMs.get(module.id + module.project.name) ?? endedAtMs;
    const { name } = module.project;
    const part = this.#parts.get(name) ?? { startedAtMs, endedAtMs, fileCount: 0, testCount: 0 };
    part.startedAtMs = Math.min(part.startedAtMs, startedAtMs);
    part.endedAtMs = endedAtMs;
    part.fileCount += 1;
    part.testCount += [...module.children.allTests()].length;
    this.#parts.set(name, part);
    this.#files.push({ path: module.relativeModuleId, ms: endedAtMs - startedAtMs });
  }

  onTestRunEnd(): void {
    const parts = [...this.#parts].map(
      ([name, { startedAtMs, endedAtMs, fileCount, testCount }]) =>
        `${toSeconds(endedAtMs - startedAtMs)}  ${name}: ${fileCount} files, ${testCount} tests`,
    );
    const slowest = this.#files.toSorted((one, other) => other.ms - one.ms).slice(0, shownFiles);
    const files = slowest.map(({ path, ms }) => `${toSeconds(ms)}  ${path}`);
    process.stdout.write(["", "Time of each part:", ...parts, "Slowest files:", ...files, "", ""].join("\n"));
  }
}

function toSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1).padStart(8)} s`;
}
