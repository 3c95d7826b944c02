/** Names of batches, and subjects of the rows larger than a message in the object store. */
import { streamSubjects } from "./subjects.ts";

/** Identifies a batch: always the same rows. */
export interface BatchKey {
  readonly runId: string;
  readonly split: number;
  readonly sequence: number;
  readonly part: number;
}

/** Filter of the object store: the last token of a subject is the chunk. */
export const objectSubjects = streamSubjects.OBJECTS[0];

/** Subject of a batch's row in the object store: one chunk, from 0, or all of them. */
export function objectSubject({ runId, split, sequence, part }: BatchKey, chunk: number | "*"): string {
  return `object.${runId}.${split}.${sequence}.${part}.${chunk}`;
}

/** Subject of all objects of a run. */
export function runObjectsSubject(runId: string): string {
  return `object.${runId}.>`;
}
