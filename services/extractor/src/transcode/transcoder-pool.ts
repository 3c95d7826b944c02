import type { Unrepresentable } from "@datamantri/api";

import type { Column } from "./column.ts";
import { openTranscoder } from "./open-transcoder.ts";
import type { PageTranscoder } from "./page-transcoder.ts";

interface Idle {
  readonly schema: string;
  readonly transcoder: PageTranscoder;
}

/**
 * Pages that BigQuery cuts at 10 MB need less. A transcoder that grew further for a very large row is dropped to free
 * its memory.
 */
const maxHeldBytes = 128 * 2 ** 20;

/** Transcoders for the next split. Each holds several times its largest page, so few are kept. */
export class TranscoderPool {
  readonly #maxIdle: number;
  readonly #idle: Idle[] = [];

  /** @param maxIdle the number of splits read at the same time. */
  constructor(maxIdle: number) {
    this.#maxIdle = maxIdle;
  }

  /**
   * Lends a transcoder while `work` runs.
   *
   * @param schema identifies the columns, the mapping, the policy and the cursor. A transcoder serves
   *   one schema.
   */
  async use<T>(
    schema: string,
    columns: readonly Column[],
    policy: Unrepresentable,
    work: (transcoder: PageTranscoder) => Promise<T>,
  ): Promise<T> {
    const index = this.#idle.findIndex((idle) => idle.schema === schema);
    const transcoder = index < 0 ? openTranscoder(columns, policy) : this.#idle.splice(index, 1)[0]!.transcoder;
    try {
      return await work(transcoder);
    } finally {
      if (transcoder.heldBytes <= maxHeldBytes) this.#idle.push({ schema, transcoder });
      if (this.#idle.length > this.#maxIdle) this.#idle.shift();
    }
  }
}
