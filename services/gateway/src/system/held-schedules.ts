/** Detects whether a scheduler has exactly the registry's schedules. Uses no clock and no network. */
import type { SystemService } from "@datamantri/api";
import type { ScheduleSummary } from "@datamantri/contracts";

/** The schedulers' schedules differ from the registry's. */
export interface NotHeld {
  /** Number in the registry. */
  readonly wanted: number;
  /** The highest number that one scheduler has. */
  readonly held: number;
  readonly sinceMs: number;
}

/** After this time without a check, earlier results are ignored. Checks run every 30 seconds. */
const forgottenMs = 90_000;

export class HeldSchedules {
  #sinceMs: number | undefined;
  #notedMs = Number.NEGATIVE_INFINITY;

  /**
   * @param wanted undefined when the registry did not answer.
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
