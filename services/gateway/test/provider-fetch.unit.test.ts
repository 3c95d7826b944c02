import { expect, test } from "vitest";

import { BombServer, makeBomb, measureGrowth } from "@datamantri/testkit";

import { ExternalTokens } from "../src/auth/external-tokens.ts";
import { openProviderFetch } from "../src/auth/provider-fetch.ts";
import { parseRoleMapping } from "../src/auth/role-mapping.ts";

const toPart = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each(["http://169.254.169.254/", "https://[::ffff:169.254.169.254]/keys", "http://2852039166/keys"])(
  "an identity provider is never at %s",
  (url) => {
    expect(() => openProviderFetch(url)).toThrow(expect.objectContaining({ code: "egress_refused" }) as Error);
  },
);

test("an identity provider's documents cannot lead to such an address either", async () => {
  const fetch = openProviderFetch("http://127.0.0.1:8080/realms/x");
  await expect(fetch("http://169.254.169.254/token", { method: "POST" })).rejects.toMatchObject({
    code: "egress_refused",
  });
});

test.each(["gzip", "1,000 times gzip"] as const)(
  "an identity provider's response compressed with %s is refused",
  async (kind) => {
    await using server = await BombServer.start(await makeBomb(kind));
    const growth = await measureGrowth(async () => {
      await expect(openProviderFetch(server.url)(`${server.url}/jwks`)).rejects.toThrow("that was not asked for");
      const mapping = parseRoleMapping("EXTERNAL_ROLES", "groups", "*=viewer");
      const tokens = new ExternalTokens({ issuer: "i", audience: "a", jwksUrl: `${server.url}/jwks`, mapping });
      expect(
        await tokens.identify(`${toPart({ alg: "RS256", kid: "1" })}.${toPart({ iss: "i" })}.c2ln`),
      ).toBeUndefined();
    });
    expect(server.requestCount).toBe(2);
    expect(growth).toBeLessThan(100 * 2 ** 20);
  },
);
