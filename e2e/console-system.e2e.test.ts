/** The System page of a product that loses a worker: seen within seconds, and gone again when the worker goes on. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, type TestBrowser } from "./browser.ts";
import { signIn } from "./signed-in.ts";
import { awaitEnd, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

const chromium = findChromium();

let product: TestStack;
let browser: TestBrowser;

describe.skipIf(chromium === undefined)("the System page", () => {
  beforeAll(async () => {
    product = await startTestStack();
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });

  test("shows that a loader fell silent and what waits for it, and that both are well again", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/system`);
    await page.getByText("Healthy").waitFor();
    const loader = page.getByRole("row").filter({ has: page.getByRole("cell", { name: "loader", exact: true }) });
    await loader.getByText("Answers").waitFor();

    const pipelines = await Promise.all(
      ["one", "two", "three"].map((name) =>
        createPipeline(product, { name, source: { dataset: "movies", table: "movies" } }),
      ),
    );
    // A process that hangs is the worst of them: nothing starts it again.
    await product.stack.kill("loader", "SIGSTOP");
    const runs = await Promise.all(pipelines.map((id) => trigger(product, id)));
    await loader.getByText("Silent").waitFor();
    await page.getByText("No loader is online.").waitFor();
    // The runs are planned. What prepares one of them was given to the loader just as it stopped, the rest waits.
    const depth = page
      .getByRole("row", { name: /^loader-tasks/ })
      .getByRole("cell")
      .nth(1);
    await waitFor(async () => Number(await depth.textContent()) > 0, { what: "the queue to grow", timeoutMs: 30_000 });

    await page.getByRole("link", { name: "Dashboard" }).click();
    const health = page.getByRole("navigation", { name: "Health of the product" });
    await health.getByText("no loader").waitFor();
    await page.getByRole("link", { name: "No loader is online." }).click();
    await page.getByRole("heading", { name: "System", level: 1 }).waitFor();

    await product.stack.kill("loader", "SIGCONT");
    await loader.getByText("Answers").waitFor();
    for (const run of runs) await awaitEnd(product, run);
    await page.getByText("Healthy").waitFor();
    // Source and destination; the registry counts past runs every ten seconds.
    await page
      .getByRole("row", { name: /Working/ })
      .nth(1)
      .waitFor();
    expect(tab.complaints).toEqual([]);
  });

  test("leads from a class of errors to its runs", async () => {
    const pipeline = await createPipeline(product, { name: "nothing", source: { dataset: "shop", table: "no_table" } });
    await awaitEnd(product, await trigger(product, pipeline));
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/system`);
    await page.getByRole("link", { name: "source_not_found" }).click();
    await page.getByRole("heading", { name: "Runs", level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe("?status=failed&error=source_not_found");
    await page.getByText("1 runs").waitFor();
    expect(tab.complaints).toEqual([]);
  });
});
