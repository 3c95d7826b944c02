/** Whether some scheduler holds exactly the schedules that the registry has. Knows no clock and no network. */
import type { SystemService } from "@datamantri/api";
import type { ScheduleSummary } from "@datamantri/contracts";

/** What the schedulers hold is not what the registry has. */
export interface NotHeld {
  /** Of the registry. */
  readonly wanted: number;
  /** The most that one scheduler holds. */
  readonly held: number;
  readonly sinceMs: number;
}

/** Nobody looked for so long: what was seen before says nothing. It is looked at every half minute. */
const forgottenMs = 90_000;

export class HeldSchedules {
  #sinceMs: number | undefined;
  #notedMs = Number.NEGATIVE_INFINITY;

  /**
   * @param wanted undefined when the registry did not say.
   * @returns undefined when all are held, or nothing is known.
   */
  note(
    wanted: ScheduleSummary | undefined,
    services: readonly SystemService[] | null,
    nowMs: number,
  ): NotHeld | undefined {
    const instances = services?.find(({ service }) => service === "scheduler")?.instances ?? [];
    const answers = instances.filter(({ state }) => state === "answering").map(({ metadata }) => metadata);
    if (nowMs - this.#notedMs > forgottenMs) this.#sinceMs = undefined;
    this.#notedMs = nowMs;
    if (wanted === undefined || answers.length === 0) {
      this.#sinceMs = undefined;
      return undefined;
    }
    if (answers.some(({ schedules_digest }) => schedules_digest === wanted.digest)) {
      this.#sinceMs = undefined;
      return undefined;
    }
    this.#sinceMs ??= nowMs;
    const held = Math.max(...answers.map(({ schedules }) => Number(schedules ?? 0)));
    return { wanted: wanted.count, held, sinceMs: this.#sinceMs };
  }
}
