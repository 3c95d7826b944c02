/** Sizes of each process of a stack over time. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { residentMemoryMb, type Stack } from "@datamantri/local-stack";

import type { Point } from "./growth.ts";

const preload = join(import.meta.dirname, "print-heap.ts");

/** Makes a service print its heap. */
export const printsHeap = {
  NODE_OPTIONS: `--expose-gc --import=${pathToFileURL(preload).href} --allow-fs-read=${preload}`,
};

/** Bytes read from the end of a log: enough for the last heap line unless a service logs more than this in five seconds. */
const tailBytes = 262_144;

/** By process, in MB. */
export type Series = ReadonlyMap<string, readonly Point[]>;

export class MemorySeries {
  readonly #stack: Stack;
  readonly #resident = new Map<string, Point[]>();
  readonly #heap = new Map<string, Point[]>();

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Resident memory. */
  get resident(): Series {
    return this.#resident;
  }

  /** What is left on the heap, and outside it, after a full collection; services alone. */
  get heap(): Series {
    return this.#heap;
  }

  /** Adds the sizes of now. @param x runs or hours so far. */
  sample(x: number): void {
    const pids = this.#stack.pids();
    for (const [name, y] of Object.entries(residentMemoryMb(pids))) add(this.#resident, name, { x, y });
    for (const name of Object.keys(pids)) {
      const y = lastHeapMb(this.#stack.logPath(name));
      if (y !== undefined) add(this.#heap, name, { x, y });
    }
  }
}

function add(series: Map<string, Point[]>, name: string, point: Point): void {
  const points = series.get(name) ?? [];
  points.push(point);
  series.set(name, points);
}

function lastHeapMb(path: string): number | undefined {
  const printed = readEnd(path).matchAll(/^\{"left_bytes":(\d+)\}$/gm);
  const last = [...printed].at(-1);
  return last && Number(last[1]) / 2 ** 20;
}

function readEnd(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString();
  } finally {
    closeSync(file);
  }
}
