import { setTimeout as sleep } from "node:timers/promises";

import type { World } from "../world/world.ts";
import type { PlannedFault } from "../plan/plan.ts";

/** Ends a fault; safe to call once, also when what it broke has ended. */
export type Heal = () => Promise<void> | void;

/** Begins a fault. @returns how to end it; "skipped" where the machine cannot do it. */
export type Fault = (world: World, planned: PlannedFault) => Promise<Heal | "skipped">;

export const nothingToHeal: Heal = () => undefined;

/** Starts a process that was stopped. A crash point may end it before it is ready. */
export async function startAgain({ supervisor }: Pick<World, "supervisor">, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await supervisor.child(name).start();
      return;
    } catch (error) {
      if (tries === 10) throw error;
      await sleep(200);
    }
  }
}

/** An element that the plan's number decides. */
export function chosen<T>(from: readonly T[], { random }: PlannedFault): T {
  return from[Math.floor(random * from.length)]!;
}
