import type { ConsumerSpec } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { HeldMessages } from "./held-messages.ts";

/** Holds messages of a consumer's queue. A stalled one is logged here; the worker that gets it goes on. */
export function holdMessages(bus: Bus, { ackWaitMs }: ConsumerSpec): HeldMessages {
  const { stalledMs, log } = bus;
  return new HeldMessages({
    ackWaitMs,
    stalledMs,
    onStalled: ({ subject }) => log.error({ subject, stalled_ms: stalledMs }, "work makes no progress: gave it away"),
  });
}
