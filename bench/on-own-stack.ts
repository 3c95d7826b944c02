import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  removeFolderAtEnd,
  startStack,
  waitUntilItServes,
  type ApiClient,
  type Stack,
  type StackOptions,
} from "@datamantri/local-stack";

/** Starts the whole product on free ports in a temporary folder, calls `work`, and leaves nothing. @returns its result. */
export async function onOwnStack<Result>(
  work: (stack: Stack, api: ApiClient) => Promise<Result>,
  options: Pick<StackOptions, "settings" | "sandboxMemoryMb"> = {},
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  const stack = await startStack({ dataDir, usualPorts: false, ...options });
  for (const folder of stack.folders) removeFolderAtEnd(folder);
  try {
    return await work(stack, await waitUntilItServes(stack.access));
  } finally {
    await stack.stop();
    for (const folder of [dataDir, ...stack.folders]) await rm(folder, { recursive: true, force: true });
  }
}
