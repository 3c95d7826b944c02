/** Signing in to the console with an identity provider, in a real browser that goes there and comes back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "@datamantri/local-stack";
import { findChromium, providerClient, TestProvider } from "@datamantri/testkit";

import { openBrowser, type TestBrowser } from "./browser.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

const chromium = findChromium();

let provider: TestProvider;
let product: TestStack;
let browser: TestBrowser;

describe.skipIf(chromium === undefined)("the sign-in page", () => {
  beforeAll(async () => {
    provider = await TestProvider.start();
    // Where the provider sends the browser back to has to be known before.
    const httpPort = await freePort();
    const gateway = {
      PUBLIC_URL: `http://127.0.0.1:${httpPort}`,
      OIDC_ISSUER: provider.issuer,
      OIDC_NAME: "Example Login",
      OIDC_CLIENT_ID: providerClient.id,
      OIDC_CLIENT_SECRET: providerClient.secret,
      OIDC_ROLES: "data team=editor",
    };
    product = await startTestStack({ gateway }, { httpPort });
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
    await provider?.[Symbol.asyncDispose]();
  });

  test("leads to the identity provider and back, with the role of one's groups; who has none is told so", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    page.setDefaultTimeout(30_000);
    provider.claims = { email: "ada@example.com", email_verified: true, name: "Ada", groups: ["others"] };
    await page.goto(product.access.url);
    const button = page.getByRole("link", { name: "Sign in with Example Login" });
    await button.click();
    await page.getByText("None of your groups has a role here").waitFor();
    expect(new URL(page.url()).search).toBe("?sign_in=forbidden");
    provider.claims = { ...provider.claims, groups: ["data team"] };
    await button.click();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    expect(await page.getByTitle("ada@example.com").textContent()).toBe("Adaeditor");
    expect(new URL(page.url()).search).toBe("");
    expect(tab.complaints).toEqual([]);
  });
});
