/** Counts a process's current and finished tasks by endpoint, for service discovery (announce.ts). */
import { toPipelineError } from "@datamantri/runtime";

export interface EndpointSpec {
  /** Letters, digits, - and _. */
  readonly name: string;
  /** Subject of its work; empty for work that does not come by NATS. */
  readonly subject: string;
  /** Queue group that shares the work. */
  readonly queueGroup: string;
  /** Limit of concurrent work; null if there is none. */
  readonly slots: number | null;
}

export interface EndpointFigures extends EndpointSpec {
  /** Slots in use. */
  readonly busy: number;
  /** Finished work since the process started, successful or not. */
  readonly done: number;
  /** Part of `done` that failed or was postponed. */
  readonly failed: number;
  /** Error code of the last failure. */
  readonly lastError: string;
  /** Sum over all work; items processed together count once. */
  readonly durationMs: number;
}

/** The caller reports the outcome. */
interface Begun {
  end(error?: unknown): void;
  /** Returned unprocessed, because the process stops. */
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

  /** @param count items that are processed together, in one slot. */
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
   * Records work that has already ended.
   *
   * @param failure only the code: a message may contain names that not everybody may see.
   */
  record(durationMs: number, failure?: string, count = 1): void {
    this.#done += count;
    this.#durationMs += durationMs;
    if (failure === undefined) return;
    this.#failed += count;
    this.#lastError = failure;
  }
}

/** Endpoints of one process. */
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
