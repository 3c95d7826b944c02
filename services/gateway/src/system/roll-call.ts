/** Who answered and who does not any more. Knows no clock and no network. */
import type { ServiceInstance } from "@datamantri/bus";
import { type SystemService, serviceNames, type SystemInstance } from "@datamantri/api";

/** One unanswered question may be a busy moment: an instance is silent if it does not answer after this. */
const silentAfterMs = 3_000;

/** So long one that fell silent is shown. */
const keptMs = 10 * 60_000;

/**
 * Whoever started since this long before another's last answer took its place: the new one may start before the old one
 * ends.
 */
const overlapMs = 60_000;

interface Known {
  readonly instance: ServiceInstance;
  readonly answeredMs: number;
  /** When it was first missed; undefined when it answered last time. */
  readonly missedMs: number | undefined;
  /** It took the place of another one. */
  readonly hasReplaced: boolean;
}

export class RollCall {
  readonly #known = new Map<string, Known>();
  /** Those that stopped, as long as an answer of theirs may still be on its way. */
  readonly #stopped = new Set<string>();

  /** Those that ought to answer. */
  get expected(): ReadonlySet<string> {
    return new Set([...this.#known.values()].filter(({ missedMs }) => missedMs === undefined).map(idOf));
  }

  /** What was heard when all were asked. */
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

  /** An instance stopped in order and is forgotten. A service reports only its own instances. */
  noteStopped(service: string, id: string): void {
    const known = this.#known.get(id);
    if (known && known.instance.service !== service) return;
    this.#known.delete(id);
    this.#stopped.add(id);
  }

  /** Nobody could be asked: that says nothing about them, and they may need a moment to come back. */
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
