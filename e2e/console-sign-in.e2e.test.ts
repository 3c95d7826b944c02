/** Signing in to the console with an identity provider, in a real browser that goes there and comes back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "@datamantri/local-stack";
import { findChromium, providerClient, TestProvider } from "@datamantri/testkit";

import { openBrowser, type TestBrowser } from "./browser.ts";
import { findCrowding } from "./find-crowding.ts";
import { inDatabase } from "./in-database.ts";
import { signIn } from "./signed-in.ts";
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

  test("asks for the password again before a key is made, and goes on with what was filled in", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    page.setDefaultTimeout(30_000);
    await signIn(tab, product);
    await inDatabase(
      product.stack.adminUrl("datamantri_registry"),
      "update sessions set authenticated_at = now() - interval '11 minutes'",
    );
    await page.goto(`${product.access.url}/settings/api-keys`);
    await page.getByRole("button", { name: "Create a key" }).click();
    await page.getByLabel("Name").fill("nightly");
    // The gateway knows a session's state for three seconds.
    await page.waitForTimeout(3_500);
    await page.getByRole("button", { name: "Create", exact: true }).click();
    const question = page.getByRole("dialog", { name: "Confirm that it is you" });
    await question.getByLabel("Your password").fill("wrong");
    await question.getByRole("button", { name: "Confirm" }).click();
    await question.getByText("is not your current password").waitFor();
    expect(await findCrowding(page)).toEqual([]);
    await question.getByLabel("Your password").fill(product.access.password);
    await question.getByRole("button", { name: "Confirm" }).click();
    await page
      .getByText(/dm_[0-9a-z]/i)
      .first()
      .waitFor();
    const refused = tab.complaints.filter((complaint) => !/40[03]/.test(complaint));
    expect(refused).toEqual([]);
  });
});
