import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";

import type { Actor, UserView } from "@datamantri/api";

import { StreamPlaces } from "../src/events/stream-places.ts";

class Connection extends EventEmitter {
  closed = false;
  destroyed = false;
}

const user = { id: "1", email: "a@example.com", role: "viewer" } as UserView;
const asUser = (kind: Actor["kind"], id = "1") => ({ user, actor: { kind, id, name: "a" } });
const open = () => new StreamPlaces({ maxStreams: 5, maxStreamsPerUser: 2 });

describe("places for event streams", () => {
  test("are shared by a user's sessions and keys; a subject of another issuer has its own", () => {
    const places = open();
    places.take(asUser("user"), new Connection());
    places.take(asUser("api_key", "k"), new Connection());
    const take = (kind: Actor["kind"]) => places.take(asUser(kind), new Connection());
    expect(() => take("user")).toThrow(/2 event streams/);
    take("external");
    take("external");
    expect(() => take("external")).toThrow(/2 event streams/);
    expect(places.count).toBe(4);
  });

  test("are limited in total", () => {
    const places = open();
    const take = (id: string) => places.take({ ...asUser("user"), user: { ...user, id } }, new Connection());
    for (const id of ["1", "2", "3", "4", "5"]) take(id);
    expect(() => take("6")).toThrow(/All 5/);
  });

  test("are freed once, however often their end is reported", () => {
    const places = open();
    const connection = new Connection();
    const place = places.take(asUser("user"), connection);
    place.release();
    place.release();
    connection.emit("close");
    expect([places.count, place.gone.aborted]).toEqual([0, true]);
    places.take(asUser("user"), new Connection());
    expect(places.count).toBe(1);
  });

  test("are not held for a connection that ended before and emits no event", () => {
    const places = open();
    for (const end of [{ closed: true }, { destroyed: true }]) {
      expect(places.take(asUser("user"), Object.assign(new Connection(), end)).gone.aborted).toBe(true);
    }
    expect(places.count).toBe(0);
  });
});
