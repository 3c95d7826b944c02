import type { Bus } from "@datamantri/bus";

import type { Db } from "../database/open-database.ts";
import { repeat } from "../repeat.ts";
import { compareGenerations } from "./compare-generations.ts";

/** What NATS loses within this time may stay unseen. */
const everyMs = 1_000;

/** Compares until the signal aborts. Any number of registries may. */
export function watchGenerations(db: Db, bus: Bus, signal: AbortSignal): Promise<void> {
  return repeat(
    everyMs,
    signal,
    () => compareGenerations(db, bus),
    (error) => bus.log.debug({ error }, "failed to compare generations, retrying"),
  );
}
