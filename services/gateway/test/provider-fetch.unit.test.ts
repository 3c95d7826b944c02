import { expect, test } from "vitest";

import { openProviderFetch } from "../src/auth/provider-fetch.ts";

test.each(["http://169.254.169.254/", "https://[::ffff:169.254.169.254]/keys", "http://2852039166/keys"])(
  "an identity provider is never at %s",
  (url) => {
    expect(() => openProviderFetch(url)).toThrow(expect.objectContaining({ code: "egress_refused" }) as Error);
  },
);

test("an identity provider's documents lead to no such address either", async () => {
  const fetch = openProviderFetch("http://127.0.0.1:8080/realms/x");
  await expect(fetch("http://169.254.169.254/token", { method: "POST" })).rejects.toMatchObject({
    code: "egress_refused",
  });
});
