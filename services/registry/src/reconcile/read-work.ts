import { readSubjects, type Bus } from "@datamantri/bus";
import { messageNameOf, runIdOf, type MessageName } from "@datamantri/contracts";

/** Kinds of tasks and batches that NATS has, by run. */
export type Work = ReadonlyMap<string, ReadonlySet<MessageName>>;

const streams = ["TASKS", "BATCHES"] as const;

/**
 * Reads which runs have work in NATS, also work that a worker has taken. It asks for all runs at once: asking for each of ten
 * thousand waiting runs took half a minute and fifty thousand requests.
 */
export async function readWork(bus: Bus): Promise<Work> {
  const work = new Map<string, Set<MessageName>>();
  for (const stream of streams) {
    for (const subject of await readSubjects(bus, stream)) {
      const [name, runId] = [messageNameOf(subject), runIdOf(subject)];
      if (name === undefined || runId === undefined) continue;
      work.set(runId, (work.get(runId) ?? new Set()).add(name));
    }
  }
  return work;
}
