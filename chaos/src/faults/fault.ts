import type { World } from "../world/world.ts";
import type { PlannedFault } from "../plan/plan.ts";

/** Ends a fault; safe to call once, also when what it broke has ended. */
export type Heal = () => Promise<void> | void;

/** Begins a fault. @returns how to end it; "skipped" where the machine cannot do it. */
export type Fault = (world: World, planned: PlannedFault) => Promise<Heal | "skipped">;

export const nothingToHeal: Heal = () => undefined;

/** An element that the plan's number decides. */
export function chosen<T>(from: readonly T[], { random }: PlannedFault): T {
  return from[Math.floor(random * from.length)]!;
}
