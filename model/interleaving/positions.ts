/** Where interleavings begin. Most would not come as far as finalize if all began with nothing. */
import { product, World, type Kept } from "../world/world.ts";
import type { Clock } from "../world/clock.ts";
import type { Databases } from "../world/databases.ts";
import { apply, type Step } from "./steps.ts";
import { goOn } from "./work.ts";

const ask: Step = { do: "ask", pipeline: 0, key: 0 };

/** Steps that lead there; `until` is the subject of the message that then waits. */
const ways: Readonly<Record<string, { readonly steps: readonly Step[]; readonly until: string }>> = {
  "nothing has happened": { steps: [], until: "" },
  "A1 is loading": { steps: [ask], until: "batch." },
  "A1 is loaded, and to be finalized": { steps: [ask], until: "task.finalize." },
};

export const positions = Object.keys(ways);

/** Reaches every position once and keeps it. */
export async function keepPositions(databases: Databases, clock: Clock): Promise<ReadonlyMap<string, Kept>> {
  const kept = new Map<string, Kept>();
  await databases.save("the beginning");
  for (const [name, { steps, until }] of Object.entries(ways)) {
    await databases.restore("the beginning");
    using world = new World(databases, clock, product);
    await world.registry().restoreStreams();
    for (const step of steps) await apply(world, step);
    while (!isThere(world, until)) if (!(await goOn(world))) throw new Error(`${name} cannot be reached`);
    await databases.save(name);
    kept.set(name, world.keep());
  }
  return kept;
}

function isThere(world: World, until: string): boolean {
  return until === "" || world.broker.losable().some(({ message }) => message.subject.startsWith(until));
}
