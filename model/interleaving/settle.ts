/** Heals everything and lets the processes work until nothing is left to do. */
import { processNames, type World } from "../world/world.ts";
import { wake } from "./steps.ts";
import { checkDueTimes, goOn } from "./work.ts";

/** Longer than a run must be quiet to be looked after, and than a message is held that a dead process has taken. */
const roundMs = 21_000;

/**
 * Rounds after which everything has an end. A killed process's message comes again after four; twenty deliveries of one that
 * fails for good take as many.
 */
const maxRounds = 60;

/** Pieces of work in a round; a message that is delivered again at once, for ever, is found. */
const maxPieces = 300;

/** Ticks of the last minute are still looked for, and a pipeline is checked once a minute. */
const dueMs = 130_000;

/** @returns false if something is still to be done after `maxRounds`. */
export async function settle(world: World): Promise<boolean> {
  world.say("everything is healthy again");
  await world.destination.return();
  await world.registry("registry 2").restoreStreams();
  for (const name of processNames) await wake(world, name);
  if (!(await rest(world))) return false;
  world.clock.advance(dueMs);
  await checkDueTimes(world, "registry 1");
  return rest(world);
}

async function rest(world: World): Promise<boolean> {
  for (let round = 0; round < maxRounds; round++) {
    world.clock.advance(roundMs);
    const before = world.told.length;
    await world.registry().restoreStreams();
    let pieces = 0;
    while (await goOn(world)) if (++pieces > maxPieces) return false;
    await world.registry().reconcile();
    if (world.told.length === before && !(await world.isBusy())) return true;
  }
  return false;
}
