import { Hono } from "hono";
import { describe, expect, test } from "vitest";

import { Callers } from "../src/auth/caller.ts";

/** Returns the address taken for the client when `remote` sends the header. */
async function addressOf(proxyCount: number, remote: string, forwarded?: string): Promise<string> {
  const callers = new Callers(proxyCount);
  const app = new Hono();
  app.get("/", (context) => context.text(String(callers.callerOf(context as never).address)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const incoming = { socket: { remoteAddress: remote, remotePort: 1, remoteFamily: "IPv4" } };
  return (await app.request("/", { headers }, { incoming })).text();
}

describe("the address of a client", () => {
  test.each<[number, string | undefined, string]>([
    [0, undefined, "10.0.0.1"],
    [0, "198.51.100.7", "10.0.0.1"],
    [1, "198.51.100.7", "198.51.100.7"],
    [1, "203.0.113.66, 198.51.100.7", "198.51.100.7"],
    [2, "203.0.113.66, 198.51.100.7, 10.0.0.2", "198.51.100.7"],
    [2, "10.0.0.2", "10.0.0.1"],
    [1, undefined, "10.0.0.1"],
    [1, "nonsense", "10.0.0.1"],
    [1, "2001:db8::1", "2001:db8::1"],
  ])("behind %i proxies with X-Forwarded-For: %s is %s", async (proxyCount, forwarded, expected) => {
    expect(await addressOf(proxyCount, "10.0.0.1", forwarded)).toBe(expected);
  });
});
