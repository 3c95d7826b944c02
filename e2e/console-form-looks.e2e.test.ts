/** The whole form in both themes and in windows of every size. */
import { afterAll, describe, expect } from "vitest";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser } from "./browser.ts";
import { findCrowding } from "./find-crowding.ts";
import { isFocused } from "./keyboard.ts";
import { faultsOf, signIn } from "./signed-in.ts";
import { test } from "./fixtures.ts";
import { type TestStack } from "./test-stack.ts";
import { fillEverything, storeConnections } from "./whole-pipeline.ts";

const chromium = findChromium();

let product: TestStack;
let browser: TestBrowser;

describe.skipIf(chromium === undefined)("the pipeline form", () => {
  test.beforeAll(async ({ product: shared }) => {
    product = shared;
    await storeConnections(product);
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
  });

  test("has no serious fault with everything open, in either theme", async () => {
    await using tab = await browser.openPage();
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
    expect(await faultsOf(tab)).toEqual([]);
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/new`);
    await fillEverything(page);
    await page.getByRole("button", { name: "Browse the datasets" }).click();
    await page.getByRole("button", { name: "Browse the database" }).click();
    await page.getByText("The first run creates public.everything").waitFor();
    await page.getByText("YAML", { exact: true }).click();
    await page.getByRole("link", { name: /^Source/ }).click();
    expect(await faultsOf(tab, (theme) => takePicture(tab, `form-source-${theme}`))).toEqual([]);
    // Wide, and as at 200 % zoom.
    for (const window of [
      { width: 3_840, height: 2_160 },
      { width: 640, height: 430 },
    ]) {
      await page.setViewportSize(window);
      expect(await findCrowding(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1_280, height: 860 });
    await page.getByLabel("Rejected rows").fill("none");
    await page.getByRole("button", { name: "Create pipeline", exact: true }).click();
    await page.getByText("Some fields are invalid.").waitFor();
    // There is where the focus goes.
    expect(await isFocused(page.getByLabel("Rejected rows"))).toBe(true);
    expect(await faultsOf(tab)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  test("can be filled and has nothing cut off or overlapping in 360 pixels", async () => {
    await using tab = await browser.openPage({ width: 360, height: 780 });
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/new`);
    await fillEverything(page);
    await page.getByRole("button", { name: "Browse the database" }).click();
    await page.getByText("The first run creates public.everything").waitFor();
    expect(await findCrowding(page)).toEqual([]);
  });

  test.each([
    ["/", "Dashboard"],
    ["/runs", "Runs"],
  ])(
    "as well as %s has nothing cut off or overlapping at 200 % zoom, in 4K and in 360 pixels",
    async (path, heading) => {
      await using tab = await browser.openPage();
      const { page } = tab;
      await signIn(tab, product);
      await page.goto(product.access.url + path);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await waitFor(async () => (await page.locator(".skeleton").count()) === 0, { what: `${heading} to be loaded` });
      for (const [width, height] of [
        [640, 430],
        [3_840, 2_160],
        [360, 780],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect([width, await findCrowding(page)]).toEqual([width, []]);
      }
    },
  );
});
