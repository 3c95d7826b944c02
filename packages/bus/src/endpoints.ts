/** Counts of a process's tasks in work and done, by endpoint, for service discovery (announce.ts). */
import { toPipelineError } from "@datamantri/runtime";

export interface EndpointSpec {
  /** Letters, digits, - and _. */
  readonly name: string;
  /** On which its work comes; empty for what does not come by NATS. */
  readonly subject: string;
  /** Among whom the work is shared out. */
  readonly queueGroup: string;
  /** Pieces of work that it takes at the same time; null where nothing bounds them. */
  readonly slots: number | null;
}

export interface EndpointFigures extends EndpointSpec {
  /** Slots that are taken now. */
  readonly busy: number;
  /** Pieces of work that came to an end, well or badly, since the process started. */
  readonly done: number;
  /** Of them those that failed or were put off. */
  readonly failed: number;
  /** Error code of the last one. */
  readonly lastError: string;
  /** Over all of them; pieces that were taken together count once. */
  readonly durationMs: number;
}

/** The caller reports the outcome. */
interface Begun {
  end(error?: unknown): void;
  /** It was given back untouched, because the process stops. */
  drop(): void;
}

export class Endpoint {
  readonly #spec: EndpointSpec;
  #busy = 0;
  #done = 0;
  #failed = 0;
  #lastError = "";
  #durationMs = 0;

  constructor(spec: EndpointSpec) {
    this.#spec = spec;
  }

  get figures(): EndpointFigures {
    return {
      ...this.#spec,
      busy: this.#busy,
      done: this.#done,
      failed: this.#failed,
      lastError: this.#lastError,
      durationMs: this.#durationMs,
    };
  }

  /** @param count pieces that are taken together, in one slot. */
  begin(count = 1): Begun {
    const startedAt = performance.now();
    this.#busy++;
    return {
      end: (error) => {
        this.#busy--;
        this.record(
          performance.now() - startedAt,
          error === undefined ? undefined : toPipelineError(error).code,
          count,
        );
      },
      drop: () => void this.#busy--,
    };
  }

  /**
   * Something that is over already.
   *
   * @param failure its code alone: a message may name what not everybody may see.
   */
  record(durationMs: number, failure?: string, count = 1): void {
    this.#done += count;
    this.#durationMs += durationMs;
    if (failure === undefined) return;
    this.#failed += count;
    this.#lastError = failure;
  }
}

/** Of one process. */
export class Endpoints {
  readonly #all: Endpoint[] = [];

  add(spec: EndpointSpec): Endpoint {
    const endpoint = new Endpoint(spec);
    this.#all.push(endpoint);
    return endpoint;
  }

  get figures(): readonly EndpointFigures[] {
    return this.#all.map((endpoint) => endpoint.figures);
  }
}
