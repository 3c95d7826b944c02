/** The whole form in both themes and in windows of every size. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser } from "./browser.ts";
import { findCrowding } from "./find-crowding.ts";
import { isFocused } from "./keyboard.ts";
import { faultsOf, signIn } from "./signed-in.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";
import { fillEverything, storeConnections } from "./whole-pipeline.ts";

const chromium = findChromium();

let product: TestStack;
let browser: TestBrowser;

describe.skipIf(chromium === undefined)("the pipeline form", () => {
  beforeAll(async () => {
    product = await startTestStack();
    await storeConnections(product);
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });

  test.each(["light", "dark"] as const)("has no serious fault with everything open, in the %s theme", async (theme) => {
    await using tab = await browser.openPage({ theme });
    const { page } = tab;
    await page.route("**/api/v1/auth/methods", (route) =>
      route.fulfill({
        json: { password: true, oidc: { name: "Example Login", start_path: "/api/v1/auth/oidc/start" } },
      }),
    );
    await page.goto(`${product.access.url}/?sign_in=forbidden`);
    await page.getByText("None of your groups has a role here").waitFor();
    const button = page.getByRole("link", { name: "Sign in with Example Login" });
    await button.waitFor();
    expect(await button.getAttribute("href")).toBe("/api/v1/auth/oidc/start");
    expect(await faultsOf(page)).toEqual([]);
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/new`);
    await fillEverything(page);
    await page.getByRole("button", { name: "Browse the datasets" }).click();
    await page.getByRole("button", { name: "Browse the database" }).click();
    await page.getByText("The first run creates public.everything").waitFor();
    await page.getByText("YAML", { exact: true }).click();
    await page.getByRole("link", { name: /^Source/ }).click();
    await takePicture(tab, `form-source-${theme}`);
    await page.getByRole("button", { name: "Create pipeline", exact: true }).scrollIntoViewIfNeeded();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel("Rejected rows").fill("none");
    await page.getByRole("button", { name: "Create pipeline", exact: true }).click();
    await page.getByText("Some fields are invalid.").waitFor();
    // There is where the focus goes.
    expect(await isFocused(page.getByLabel("Rejected rows"))).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  test.each([
    ["at 200 % zoom", { width: 640, height: 430, scale: 2 }],
    ["in 4K", { width: 3_840, height: 2_160, scale: 1 }],
    ["in 360 pixels", { width: 360, height: 780, scale: 1 }],
  ] as const)("and the dashboard and the runs have nothing cut off or overlapping %s", async (_what, window) => {
    await using tab = await browser.openPage(window);
    const { page } = tab;
    await signIn(tab, product);
    for (const [path, heading] of [
      ["/", "Dashboard"],
      ["/runs", "Runs"],
    ] as const) {
      await page.goto(product.access.url + path);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await waitFor(async () => (await page.locator(".skeleton").count()) === 0, { what: `${heading} to be loaded` });
      expect(await findCrowding(page)).toEqual([]);
    }
    await page.goto(`${product.access.url}/pipelines/new`);
    await fillEverything(page);
    await page.getByRole("button", { name: "Browse the database" }).click();
    await page.getByText("The first run creates public.everything").waitFor();
    expect(await findCrowding(page)).toEqual([]);
  });
});
