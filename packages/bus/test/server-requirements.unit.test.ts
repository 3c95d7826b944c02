import { describe, expect, test } from "vitest";

import {
  assertServerVersion,
  compareVersions,
  findSmallPayload,
  maxBatchMessageBytes,
  minimumServerVersion,
} from "../src/index.ts";

const good = { version: "2.14.5", max_payload: 8 * 2 ** 20, server_name: "n1" };

test("versions are compared by their numbers", () => {
  const ascending = [
    "unknown",
    "2.9.9",
    "2.9.10",
    "2.9.25",
    "2.10.0",
    "v2.10.5",
    "2.10.6",
    "2.10.22-RC.1",
    "2.14.5",
    "3.0.0",
  ];
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries())
      expect(Math.sign(compareVersions(a, b)), `${a} and ${b}`).toBe(Math.sign(i - j));
  }
  expect(compareVersions("2.10.6", "v2.10.6")).toBe(0);
});

describe("a server", () => {
  test.each(["2.9.10", "2.9.25", "2.10.5", "1.4.1", "", "unknown"])(
    "of version %s is refused with the reason",
    (version) => {
      expect(() => assertServerVersion({ ...good, version })).toThrow(
        expect.objectContaining({ code: "bus_misconfigured", message: expect.stringContaining(minimumServerVersion) }),
      );
    },
  );

  test.each(["2.10.6", "2.10.29", "2.11.0", "2.14.5-preview.1", "3.0.0"])("of version %s is accepted", (version) => {
    expect(() => assertServerVersion({ ...good, version })).not.toThrow();
  });

  // 1 MB is nats-server's default: https://docs.nats.io/running-a-nats-service/configuration#limits
  test.each([1_048_576, 4_096, 0, maxBatchMessageBytes - 1])(
    "that accepts messages of %i bytes is refused with what is needed",
    (max_payload) => {
      expect(findSmallPayload({ ...good, max_payload })).toMatchObject({
        code: "bus_misconfigured",
        message: expect.stringMatching(`n1 accepts messages of ${max_payload} bytes.+max_payload: 8MB`) as string,
        facts: { max_payload, needed: maxBatchMessageBytes },
      });
    },
  );

  test.each([maxBatchMessageBytes, 8 * 2 ** 20, 64 * 2 ** 20])("that accepts %i bytes is accepted", (max_payload) => {
    expect(findSmallPayload({ ...good, max_payload })).toBeUndefined();
  });
});
