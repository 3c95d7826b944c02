import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";

import type { Actor, UserView } from "@datamantri/api";

import { StreamSlots } from "../src/events/stream-slots.ts";

class Connection extends EventEmitter {
  closed = false;
  destroyed = false;
}

const user = { id: "1", email: "a@example.com", role: "viewer" } as UserView;
const asUser = (kind: Actor["kind"], id = "1") => ({ user, actor: { kind, id, name: "a" } });
const open = () => new StreamSlots({ maxStreams: 5, maxStreamsPerUser: 2 });

describe("slots for event streams", () => {
  test("belong to a user, whichever session or key opened the stream", () => {
    const slots = open();
    slots.take(asUser("user"), new Connection());
    slots.take(asUser("api_key", "k"), new Connection());
    const take = (kind: Actor["kind"]) => slots.take(asUser(kind), new Connection());
    expect(() => take("user")).toThrow(/2 event streams/);
    expect(slots.count).toBe(2);
  });

  test("are bounded in all", () => {
    const slots = open();
    const take = (id: string) => slots.take({ ...asUser("user"), user: { ...user, id } }, new Connection());
    for (const id of ["1", "2", "3", "4", "5"]) take(id);
    expect(() => take("6")).toThrow(/All 5/);
  });

  test("are freed once, even if released twice", () => {
    const slots = open();
    const connection = new Connection();
    const slot = slots.take(asUser("user"), connection);
    slot.release();
    slot.release();
    connection.emit("close");
    expect([slots.count, slot.gone.aborted, connection.listenerCount("close")]).toEqual([0, true, 0]);
    slots.take(asUser("user"), new Connection());
    expect(slots.count).toBe(1);
  });

  test("are not held for a connection that has ended before, which says so no more", () => {
    const slots = open();
    for (const end of [{ closed: true }, { destroyed: true }]) {
      expect(slots.take(asUser("user"), Object.assign(new Connection(), end)).gone.aborted).toBe(true);
    }
    expect(slots.count).toBe(0);
  });
});
