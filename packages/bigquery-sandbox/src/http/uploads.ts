import type { Reply } from "./reply.ts";

/** An upload that was begun: its job, and the data so far. */
export interface Upload {
  readonly job: unknown;
  readonly chunks: Buffer[];
  byteCount: number;
  /** The reply to the last chunk, which is repeated if its request is. */
  done: Reply | undefined;
}

/** The uploads of one sandbox. */
export type Uploads = Map<string, Upload>;
