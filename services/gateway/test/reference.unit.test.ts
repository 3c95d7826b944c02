import { describe, expect, test } from "vitest";

import { referencePaths, referenceRoutes } from "../src/routes/reference.ts";

const routes = referenceRoutes();
const get = async (path: string) => routes.request(path);

describe("the reference page", () => {
  test("loads only files of the gateway, and has no inline script or style", async () => {
    const page = await (await get("/docs")).text();
    const loaded = [...page.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(new Set(loaded)).toEqual(new Set([...referencePaths.slice(1), "/openapi.json"]));
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script>/);
    for (const path of referencePaths) expect([path, (await get(path)).status]).toEqual([path, 200]);
  });

  test("forbids external and inline scripts, and framing", async () => {
    const policy = (await get("/docs")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  test("is sent compressed, and not again if unchanged", async () => {
    const path = "/docs/swagger-ui-bundle.js";
    const first = await routes.request(path, { headers: { "accept-encoding": "gzip" } });
    expect(first.headers.get("content-encoding")).toBe("gzip");
    const again = await routes.request(path, { headers: { "if-none-match": first.headers.get("etag")! } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });
});
