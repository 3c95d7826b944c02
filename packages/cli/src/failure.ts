/** An error that the user at the terminal can fix; shown without a stack. */
export class Failure extends Error {}
