/** Names of batches, and where the object store keeps the rows that are larger than a message. */
import { streamSubjects } from "./subjects.ts";

/** Identifies a batch: always the same rows. */
export interface BatchKey {
  readonly runId: string;
  readonly split: number;
  readonly sequence: number;
  readonly part: number;
}

/** Filter of the object store: the last message on a subject is the chunk. */
export const objectSubjects = streamSubjects.OBJECTS[0];

/** Of a batch whose row is in the object store: one chunk, from 0, or all of them. */
export function objectSubject({ runId, split, sequence, part }: BatchKey, chunk: number | "*"): string {
  return `object.${runId}.${split}.${sequence}.${part}.${chunk}`;
}

/** All that the object store holds of a run. */
export function runObjectsSubject(runId: string): string {
  return `object.${runId}.>`;
}
