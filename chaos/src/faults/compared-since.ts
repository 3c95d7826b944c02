/** Registries compare NATS with the metadata database in each pass of the reconciler, by a number that they raise. */
import { waitFor } from "@datamantri/testkit";

import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";

export async function readGeneration({ metadataUrl }: World): Promise<number> {
  const [row] = await query<{ number: number }>(metadataUrl, "select number::int from generation");
  return row!.number;
}

/** Resolves when a whole pass was made since then: the second one, because the first had begun. */
export async function comparedSince(world: World, before: number): Promise<void> {
  const passed = async () => (await readGeneration(world).catch(() => before)) > before + 1;
  await waitFor(passed, { what: "two passes of the reconciler", timeoutMs: 60_000 });
}
