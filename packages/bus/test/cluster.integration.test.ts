/** Behaviour on several servers only: `npm run verify:nats` runs it. */
import { expect, test } from "vitest";

import { natsReplicas } from "@datamantri/testkit";

import { ensureTopology } from "../src/index.ts";
import { natsOfTest, openTestBus, topology } from "./open-test-bus.ts";

test("streams with more copies than running servers wait for them", async ({ skip }) => {
  skip(natsReplicas() === 1, "there is one server");
  const nats = await natsOfTest();
  const bus = await openTestBus(nats.serviceUrls.registry);
  // JSClusterNoPeersErrF, as in the first seconds of a cluster: https://github.com/nats-io/nats-server/blob/main/server/errors.json
  await expect(ensureTopology(bus, { ...topology, replicas: 5 })).rejects.toMatchObject({
    code: "bus_unavailable",
    cause: { code: 10005 },
  });
});
