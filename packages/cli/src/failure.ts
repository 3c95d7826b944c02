/** Something that the person at the terminal can put right; shown without a stack. */
export class Failure extends Error {}
