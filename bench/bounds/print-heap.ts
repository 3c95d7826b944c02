/**
 * Loaded before each service by `memory.ts`: collects garbage now and then, and prints what is left. A leak of a kilobyte is
 * seen in the heap long before it is in the process's resident memory.
 */
import { memoryUsage, stdout } from "node:process";

/** A full collection takes some 30 ms. */
const everyMs = 5_000;

setInterval(() => {
  globalThis.gc?.();
  // Batches and sockets are outside the heap.
  const { heapUsed, external } = memoryUsage();
  stdout.write(`${JSON.stringify({ left_bytes: heapUsed + external })}\n`);
}, everyMs).unref();
