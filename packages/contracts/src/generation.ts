/**
 * Key-value bucket in the registry's account with a number that only grows. The metadata database has the same number: an older
 * one on either side means that an older state of it was brought back.
 */
const generationBucket = "generation";

export const generationStream = `KV_${generationBucket}`;

/** Subject of the bucket's only key. */
export const generationSubject = `$KV.${generationBucket}.number`;
