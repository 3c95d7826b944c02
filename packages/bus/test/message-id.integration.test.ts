/** Services publish to the same streams, and share their windows of message ids. */
import { describe, expect, test } from "vitest";

import { ensureTopology, publish } from "../src/index.ts";
import { natsOfTest, neverAborted, openTestBus, topology } from "./open-test-bus.ts";

describe("a message id that another service has used before", () => {
  test.each([
    ["gateway", "cmd.run.cancel", "scheduler", "tick.p", "COMMANDS"],
    ["scheduler", "tick.p", "gateway", "cmd.run.start", "COMMANDS"],
    ["extractor", "event.run.p.r.run_planned", "loader", "event.run.p.r.batches_loaded", "EVENTS"],
    ["loader", "event.run.p.r.batches_loaded", "registry", "event.run.p.r.run_failed", "EVENTS"],
    ["extractor", "deadletter.TASKS.x", "loader", "deadletter.BATCHES.x", "DEADLETTERS"],
  ] as const)(
    "by %s on %s does not suppress the message of %s on %s",
    async (thief, theirs, owner, subject, stream) => {
      const messageId = `${thief}-${owner}`;
      const nats = await natsOfTest();
      const registry = await openTestBus(nats.serviceUrls.registry);
      await ensureTopology(registry, topology);
      const [stealing, owning] = await Promise.all(
        [thief, owner].map((service) => openTestBus(nats.serviceUrls[service], { service })),
      );
      const count = async () => (await registry.jsm.streams.info(stream, { subjects_filter: subject })).state.subjects;
      const payload = new Uint8Array();
      const options = { signal: neverAborted };
      await publish(stealing!, { subject: theirs, payload, messageId }, options);
      await stealing!.js.publish(theirs, payload, { msgID: messageId });
      const before = (await count())?.[subject] ?? 0;
      for (let i = 0; i < 2; i++) await publish(owning!, { subject, payload, messageId }, options);
      expect((await count())?.[subject]).toBe(before + 1);
    },
  );
});
