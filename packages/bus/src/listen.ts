import { decodeMessage, filterOf, type EventName, type Message } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";

/**
 * Calls back for an event as it is published, best effort: for hints (stop working on a cancelled run), never for
 * state.
 */
export function listenFor<Name extends EventName>(
  bus: Bus,
  name: Name,
  onEvent: (event: Message<Name>) => void,
): { close(): Promise<void> } {
  const subscription = bus.control.subscribe(filterOf(name), {
    callback: (failure, message) => {
      if (failure) return;
      try {
        onEvent(decodeMessage(name, message.data));
      } catch (error) {
        bus.log.warn({ error, subject: message.subject }, "ignored an event that could not be decoded");
      }
    },
  });
  return { close: () => subscription.drain() };
}
