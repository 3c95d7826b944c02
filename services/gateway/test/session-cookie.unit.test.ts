import { Hono } from "hono";
import { describe, expect, test } from "vitest";

import { SessionCookie } from "../src/auth/session-cookie.ts";
import { ProblemError } from "../src/problem.ts";

function serve(cookie: SessionCookie): Hono {
  const app = new Hono();
  app.post("/in", (context) => {
    cookie.set(context, "value", new Date(Date.now() + 3_600_000).toISOString());
    return context.text("");
  });
  app.post("/out", (context) => {
    cookie.clear(context);
    return context.text("");
  });
  app.post("/change", (context) => {
    cookie.assertSameSite(context);
    return context.text(cookie.read(context) ?? "none");
  });
  app.onError((error, context) => context.text("", error instanceof ProblemError ? 403 : 500));
  return app;
}

describe("the cookie", () => {
  test.each([
    ["https://datamantri.example.com", true, "__Host-datamantri_session"],
    ["", false, "__Host-datamantri_session"],
    ["", true, "datamantri_session"],
    ["http://localhost:8000", true, "datamantri_session"],
  ])("with public address '%s', on loopback %s, is %s", async (publicUrl, isLoopback, name) => {
    const app = serve(new SessionCookie(publicUrl, isLoopback));
    const set = (await app.request("/in", { method: "POST" })).headers.get("set-cookie")!;
    const attributes = set.split("; ");
    expect(attributes[0]).toBe(`${name}=value`);
    expect(attributes).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Strict", "Path=/"]));
    expect(attributes.includes("Secure")).toBe(name.startsWith("__Host-"));
    expect(set).not.toMatch(/domain/i);
    const cleared = (await app.request("/out", { method: "POST" })).headers.get("set-cookie")!;
    expect(cleared).toMatch(new RegExp(`^${name}=; Max-Age=0`));
  });
});

describe("a change with the cookie", () => {
  const app = serve(new SessionCookie("https://datamantri.example.com", false));
  const change = async (headers: Record<string, string>) =>
    (await app.request("http://gateway:8000/change", { method: "POST", headers })).status;
  const own = { "x-datamantri-request": "1" };

  test("of the console's own pages passes", async () => {
    expect(await change(own)).toBe(200);
    expect(await change({ ...own, origin: "https://datamantri.example.com", "sec-fetch-site": "same-origin" })).toBe(
      200,
    );
  });

  test("passes at another name of the same machine, when the browser reports the same site", async () => {
    const local = { ...own, origin: "http://127.0.0.1:8000" };
    expect(await change({ ...local, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await change(local)).toBe(403);
  });

  test.each<[string, Record<string, string>]>([
    ["without the header", {}],
    ["without the header, from the own origin", { origin: "https://datamantri.example.com" }],
    ["from another site", { ...own, "sec-fetch-site": "cross-site" }],
    ["from another subdomain", { ...own, "sec-fetch-site": "same-site" }],
    ["typed into the address bar", { ...own, "sec-fetch-site": "none" }],
    ["from another origin", { ...own, origin: "https://evil.example.com" }],
    ["from another port", { ...own, origin: "https://datamantri.example.com:8443" }],
    ["from an opaque origin", { ...own, origin: "null" }],
    ["from a name that only begins alike", { ...own, origin: "https://datamantri.example.com.evil.com" }],
  ])("%s is refused", async (_what, headers) => {
    expect(await change(headers)).toBe(403);
  });
});
