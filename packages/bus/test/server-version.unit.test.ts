import { describe, expect, test } from "vitest";

import { assertServerVersion, compareVersions, minimumServerVersion } from "../src/index.ts";

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
      expect(() => assertServerVersion(version)).toThrow(
        expect.objectContaining({ code: "bus_misconfigured", message: expect.stringContaining(minimumServerVersion) }),
      );
    },
  );

  test.each(["2.10.6", "2.10.29", "2.11.0", "2.14.5-preview.1", "3.0.0"])("of version %s is accepted", (version) => {
    expect(() => assertServerVersion(version)).not.toThrow();
  });
});
