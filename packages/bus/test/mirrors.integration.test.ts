/** Mirrors of the registry's streams in the followers' accounts. */
import { jetstreamManager } from "@nats-io/jetstream";
import { describe, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { ensureMirrors, ensureTopology } from "../src/index.ts";
import { connectAs } from "./connect-as.ts";
import { natsOfTest, openTestBus, topology } from "./open-test-bus.ts";

describe("mirrors", () => {
  async function begin() {
    const own = await natsOfTest();
    const bus = await openTestBus(own.serviceUrls.registry);
    await ensureTopology(bus, topology);
    expect(await ensureMirrors(bus)).toEqual(["GATEWAY_FEED", "SCHEDULER_FEED", "TAP_FEED"]);
    const tap = await jetstreamManager(await connectAs(own, "tap"), { checkAPI: false });
    const read = async () => {
      const { created, state } = await tap.streams.info("EVENTS");
      return { created, last: state.last_seq };
    };
    const write = async (count: number) => {
      for (let i = 0; i < count; i++) await bus.js.publish("event.run.p.r.run_queued", `${i}`);
    };
    // A mirror notices after twenty seconds that its stream was recreated.
    const awaitLast = (last: number) =>
      waitFor(async () => (await read()).last === last, {
        what: `position ${last} in the tap's mirror`,
        timeoutMs: 60_000,
      });
    return { own, bus, read, write, awaitLast };
  }

  test("are created once, and follow", async () => {
    const { bus, write, awaitLast } = await begin();
    await write(5);
    await awaitLast(5);
    expect(await ensureMirrors(bus)).toEqual([]);
    await write(2);
    await awaitLast(7);
  });

  test("are recreated with their stream, which a tap sees by the creation time", async () => {
    const { bus, read, write, awaitLast } = await begin();
    await write(5);
    await awaitLast(5);
    const before = await read();
    await bus.jsm.streams.delete("EVENTS");
    await ensureTopology(bus, topology);
    expect(await ensureMirrors(bus)).toEqual(["GATEWAY_FEED", "TAP_FEED"]);
    await write(2);
    await awaitLast(2);
    expect((await read()).created).not.toBe(before.created);
  });

  test("lost by a follower are recreated, without the others", async () => {
    const { bus, write, awaitLast } = await begin();
    await write(3);
    await awaitLast(3);
    const api = await jetstreamManager(bus.control, { checkAPI: false, apiPrefix: "mirrors.tap_feed.API" });
    await api.streams.delete("EVENTS");
    expect(await ensureMirrors(bus)).toEqual(["TAP_FEED"]);
    await write(1);
    await awaitLast(4);
  });

  test("are not needed where all share an account", async () => {
    const { own, write } = await begin();
    await write(1);
    const shared = await openTestBus(own.url, { service: "gateway" });
    expect((await shared.feed.jsm.streams.info("EVENTS")).config.mirror).toBeUndefined();
    expect((await shared.jsm.streams.info("TASKS")).config.name).toBe("TASKS");
  });
});
