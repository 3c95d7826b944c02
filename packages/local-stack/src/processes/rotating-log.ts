import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** One file plus one older one, so that a service that logs for weeks does not fill the disk. */
const maxFileBytes = 8 * 1024 * 1024;
const keptLines = 40;

/** Log of a child's output: appended to a file, with the last lines in memory for error messages. */
export class RotatingLog {
  readonly path: string;
  #byteCount: number;
  #tail: string[] = [];
  #unfinished = "";

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#byteCount = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Failure: a full disk loses log lines, but does not affect the child. */
  write(chunk: Buffer | string): void {
    const text = chunk.toString();
    this.#remember(text);
    try {
      if (this.#byteCount + text.length > maxFileBytes) {
        renameSync(this.path, `${this.path}.1`);
        this.#byteCount = 0;
      }
      appendFileSync(this.path, text, { mode: 0o600 });
      this.#byteCount += text.length;
    } catch {
      // Full disk or removed folder: see above.
    }
  }

  /** The last `count` whole lines. */
  tail(count = 12): string[] {
    return this.#tail.slice(-count);
  }

  #remember(text: string): void {
    const lines = (this.#unfinished + text).split("\n");
    this.#unfinished = (lines.pop() ?? "").slice(0, 4_096);
    this.#tail = [...this.#tail, ...lines.filter((line) => line.trim() !== "")].slice(-keptLines);
  }
}
