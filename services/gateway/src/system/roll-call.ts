/** Tracks which instances answered and which no longer do. Uses no clock and no network. */
import type { ServiceInstance } from "@datamantri/bus";
import { type SystemService, serviceNames, type SystemInstance } from "@datamantri/api";

/** One unanswered request may be a busy moment: an instance is silent if it does not answer after this. */
const silentAfterMs = 3_000;

/** How long a silent instance is shown. */
const keptMs = 10 * 60_000;

/**
 * An instance that started at most this long before another's last answer replaced it: the new one may start before the
 * old one ends.
 */
const overlapMs = 60_000;

interface Known {
  readonly instance: ServiceInstance;
  readonly answeredMs: number;
  /** When it first did not answer; undefined if it answered the last request. */
  readonly missedMs: number | undefined;
  /** True if it replaced another instance. */
  readonly hasReplaced: boolean;
}

export class RollCall {
  readonly #known = new Map<string, Known>();
  /** Stopped instances, while one of their answers may still be in transit. */
  readonly #stopped = new Set<string>();

  /** Instances that are expected to answer. */
  get expected(): ReadonlySet<string> {
    return new Set([...this.#known.values()].filter(({ missedMs }) => missedMs === undefined).map(idOf));
  }

  /** Records the answers to a request to all. */
  note(found: readonly ServiceInstance[], nowMs: number): void {
    const heard = new Map(found.map((instance) => [instance.id, instance]));
    for (const id of this.#stopped) if (!heard.delete(id)) this.#stopped.delete(id);
    for (const [id, known] of this.#known) {
      if (!heard.has(id)) this.#known.set(id, { ...known, missedMs: known.missedMs ?? nowMs });
    }
    for (const [id, instance] of heard) {
      const hasReplaced = this.#known.get(id)?.hasReplaced ?? false;
      this.#known.set(id, { instance, answeredMs: nowMs, missedMs: undefined, hasReplaced });
    }
    this.#forget(nowMs);
  }

  /** Records that an instance stopped in order, and forgets it. A service reports only its own instances. */
  noteStopped(service: string, id: string): void {
    const known = this.#known.get(id);
    if (known && known.instance.service !== service) return;
    this.#known.delete(id);
    this.#stopped.add(id);
  }

  /**
   * Records that no request could be sent: this says nothing about the instances, which may need a moment to reconnect.
   */
  noteNobodyAsked(): void {
    for (const [id, known] of this.#known) this.#known.set(id, { ...known, missedMs: undefined });
  }

  services(nowMs: number): readonly SystemService[] {
    return serviceNames.map((service) => ({
      service,
      instances: [...this.#known.values()]
        .filter(({ instance }) => instance.service === service)
        .map((known) => toView(known, isSilent(known, nowMs)))
        .toSorted((a, b) => a.started_at.localeCompare(b.started_at)),
    }));
  }

  #forget(nowMs: number): void {
    const all = [...this.#known.values()];
    for (const gone of all.filter((known) => isSilent(known, nowMs))) {
      const successor = all.find(
        (other) =>
          other.instance.service === gone.instance.service &&
          other.missedMs === undefined &&
          !this.#known.get(idOf(other))!.hasReplaced &&
          Date.parse(other.instance.startedAt) > gone.answeredMs - overlapMs,
      );
      if (!successor && nowMs - gone.answeredMs < keptMs) continue;
      this.#known.delete(idOf(gone));
      if (successor) this.#known.set(idOf(successor), { ...successor, hasReplaced: true });
    }
  }
}

function idOf({ instance }: Known): string {
  return instance.id;
}

function isSilent({ missedMs }: Known, nowMs: number): boolean {
  return missedMs !== undefined && nowMs - missedMs >= silentAfterMs;
}

function toView({ instance, answeredMs }: Known, silent: boolean): SystemInstance {
  return {
    id: instance.id,
    version: instance.version,
    started_at: instance.startedAt,
    state: silent ? "silent" : "answering",
    last_answer_at: new Date(answeredMs).toISOString(),
    metadata: instance.metadata,
    endpoints: instance.endpoints.map(({ name, slots, busy, done, failed, lastError, durationMs }) => ({
      name,
      slots,
      busy,
      done,
      failed,
      last_error_code: lastError === "" ? null : lastError,
      average_ms: done === 0 ? null : durationMs / done,
    })),
  };
}
