/** Position of an event: the stream's creation time, and the sequence in it. Clients resume from it. */
export interface EventPosition {
  readonly epoch: string;
  readonly sequence: number;
}

/**
 * A stream's epoch: short, and different for a recreated stream, and for one of which NATS has an older state than before.
 *
 * @param stream its creation time, and how often that has happened.
 */
export function toEpoch({ created, epoch }: { readonly created: string; readonly epoch: number }): string {
  return `${Date.parse(created).toString(36)}${epoch === 0 ? "" : epoch.toString(36)}`;
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
