/** Position of an event: the stream's creation time, and the sequence in it. Clients resume from it. */
export interface EventPosition {
  readonly epoch: string;
  readonly sequence: number;
}

/** A stream's epoch: short, and different for a recreated stream. */
export function toEpoch(created: string): string {
  return Date.parse(created).toString(36);
}

/** The id that a client receives and sends back, for example `mf3k2a9z-1042`. */
export function formatEventId({ epoch, sequence }: EventPosition): string {
  return `${epoch}-${sequence}`;
}

/** Undefined for an invalid id. */
export function parseEventId(text: string): EventPosition | undefined {
  const match = /^([0-9a-z]{1,12})-(\d{1,15})$/.exec(text);
  return match ? { epoch: match[1]!, sequence: Number(match[2]) } : undefined;
}
