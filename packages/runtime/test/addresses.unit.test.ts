import { expect, test } from "vitest";

import { subscriberOf } from "../src/addresses.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["unknown", "unknown"],
])("%s belongs to %s", (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
