import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser, type TestPage } from "./browser.ts";
import {
  awaitEnd,
  createPipeline,
  pipelineBody,
  startTestStack,
  trigger,
  type PipelineOptions,
  type TestStack,
} from "./test-stack.ts";

const chromium = findChromium();
if (chromium === undefined) {
  const advice = "no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH";
  // A build server that cannot look at the console must not say that it is well.
  if (process.env.CI) throw new Error(advice);
  process.stderr.write(`console tests are skipped: ${advice}\n`);
}

let product: TestStack;
let browser: TestBrowser;
let tab: TestPage;
let page: Page;

describe.skipIf(chromium === undefined)("the console", () => {
  beforeAll(async () => {
    product = await startTestStack();
    browser = await openBrowser(chromium!);
    tab = await browser.openPage();
    page = tab.page;
    page.setDefaultTimeout(30_000);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });

  afterEach(() => {
    expect(tab.complaints.splice(0)).toEqual([]);
  });

  test("refuses a wrong password, takes the right one, and keeps no token in the browser", async () => {
    const { url, email, password } = product.access;
    await page.goto(`${url}/runs`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    // The browser tells of every answer that is an error; this one was wanted.
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining("401")]);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    // Where the reader wanted to go.
    await page.getByRole("heading", { name: "Runs", level: 1 }).waitFor();
    const stored = await page.evaluate<string>(
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])",
    );
    expect(stored).not.toMatch(/session|token|eyJ|dm_/i);
  });

  test("makes a pipeline by the form, runs it, and shows its end and count without a reload", async () => {
    const warehouse = new URL(product.access.postgres);
    await page.getByRole("link", { name: "Pipelines", exact: true }).click();
    // The dashboard has the same link: not before the page is there.
    await page.getByRole("heading", { name: "Pipelines", exact: true }).waitFor();
    await page.getByRole("link", { name: "Create the first pipeline" }).click();
    await page.getByLabel("Name", { exact: true }).fill("movies");
    await page.getByLabel("Project", { exact: true }).fill("sandbox");
    await page.getByText("Credentials and endpoint").click();
    await page.getByLabel("API endpoint").fill(product.access.bigquery);
    await page.getByRole("button", { name: "Browse the datasets" }).click();
    await page.getByRole("group", { name: "Datasets" }).getByRole("button", { name: "movies" }).click();
    await page.getByRole("group", { name: "Tables" }).getByRole("button", { name: "movies", exact: true }).click();
    await page.getByRole("button", { name: "Check the source" }).click();
    await page.getByText("3,201 rows").waitFor();

    await page.reload();
    expect(await page.getByLabel("Dataset", { exact: true }).inputValue()).toBe("movies");
    expect(await page.getByLabel("Table", { exact: true }).inputValue()).toBe("movies");

    await page.getByLabel("Host").fill(warehouse.hostname);
    await page.getByLabel("Port").fill(warehouse.port);
    await page.getByLabel("Database", { exact: true }).fill(warehouse.pathname.slice(1));
    await page.getByLabel("User", { exact: true }).fill(decodeURIComponent(warehouse.username));
    await page.getByLabel("Password").fill(decodeURIComponent(warehouse.password));
    await page.getByLabel("Target table").fill("movies");
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page.getByRole("list", { name: "Steps to the server" }).getByText("Writing").waitFor();
    await page.getByRole("button", { name: "Create pipeline and run" }).click();

    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.getByRole("main").getByText("Succeeded", { exact: true }).waitFor();
    expect(await page.getByTestId("figures").textContent()).toContain("3,201");
    await page.getByText("Run succeeded", { exact: true }).waitFor();
  });

  test("builds a schedule, shows its next times, and keeps an expression that it cannot show in parts", async () => {
    await page.getByRole("link", { name: "Pipelines", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "movies" }).click();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Weekly" }).click();
    await page.getByRole("button", { name: "Thursday" }).click();
    await page.getByLabel("Time of day").fill("02:30");
    await page.getByRole("combobox", { name: "Time zone" }).fill("new york");
    await page.getByRole("option", { name: "America/New_York" }).click();
    await page.getByText("Mon, Thu at 02:30").first().waitFor();
    const dues = page.getByRole("list", { name: "Next due times" }).getByRole("listitem");
    await expect.poll(() => dues.count()).toBe(5);
    await page.getByRole("button", { name: "Custom" }).click();
    await page.getByLabel("Cron expression").fill("0 12 1-7 * 1");
    await page.getByText("Look at this").waitFor();
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await page.getByRole("heading", { name: "movies", level: 1, exact: true }).waitFor();
    await page.getByText("0 12 1-7 * 1").waitFor();

    await page.getByRole("link", { name: "Edit" }).click();
    expect(await page.getByLabel("Cron expression").inputValue()).toBe("0 12 1-7 * 1");
  });

  test("says what is wrong with a run that failed, and repeats it", async () => {
    const id = await createPipeline(product, {
      name: "broken",
      source: { dataset: "movies", table: "no_such_table" },
    });
    await page.goto(`${product.access.url}/pipelines/${id}`);
    await page.getByRole("button", { name: "Run now" }).click();
    const card = page.getByRole("region", { name: "Error", exact: true });
    await card.waitFor();
    expect(await card.textContent()).toContain("Check the source's project, dataset and table");
    const failed = page.url();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.waitForURL((url) => url.href !== failed);
    await page.getByText("an earlier run").waitFor();
  });

  test("resumes a failed run, once a guard lets it pass", async () => {
    const options = { name: "shrinking", source: { dataset: "flights", query: "SELECT * FROM flights.airports" } };
    const id = await createPipeline(product, options);
    await awaitEnd(product, await trigger(product, id));
    const change = (changes: Partial<PipelineOptions>) =>
      product.api.put("/api/v1/pipelines/by-name/shrinking", pipelineBody(product, { ...options, ...changes }));
    const source = { dataset: "flights", query: "SELECT * FROM flights.airports LIMIT 100" };
    await change({ source });
    const runId = await trigger(product, id);
    await awaitEnd(product, runId);
    await page.goto(`${product.access.url}/runs/${runId}`);
    const kept = page.getByRole("region", { name: "Loaded rows" });
    await kept.getByText("100 of 100 rows (100 %) stay").waitFor();
    expect(await page.getByRole("button", { name: "Retry", exact: true }).count()).toBe(0);
    await kept.getByRole("button", { name: "Retry from the start" }).waitFor();
    await change({ source, destination: { guards: { shrink: "allow" } } });
    await kept.getByRole("button", { name: "Resume from failure" }).click();
    await page.getByText("100 rows loaded by the earlier run").waitFor();
    await page.getByText("resumes an earlier run").waitFor();
    await page.getByText("Succeeded").first().waitFor();
    await page.getByRole("link", { name: "an earlier run" }).click();
    await page.getByRole("button", { name: "Retry", exact: true }).waitFor();
    expect(await kept.count()).toBe(0);
  });

  test("undoes a run after a question, and shows both runs", async () => {
    const source = { dataset: "flights", query: "SELECT * FROM flights.airports" };
    const options = { name: "undone", source, mode: "replace", destination: { keep_previous: 1 } } as const;
    const id = await createPipeline(product, options);
    const { records_processed } = await awaitEnd(product, await trigger(product, id));
    const runId = await trigger(product, id);
    await awaitEnd(product, runId);
    await page.goto(`${product.access.url}/runs/${runId}`);
    await page.getByRole("button", { name: "Undo" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this run?" });
    await dialog.getByText(`the ${records_processed.toLocaleString("en-US")} rows of`).waitFor();
    await dialog.getByRole("button", { name: "Undo" }).click();
    await page.getByText("undoes an earlier run").waitFor();
    await page.getByText("Succeeded").first().waitFor();
    await page.getByText("none: nothing is read").waitFor();
    await page.getByRole("link", { name: "an earlier run" }).click();
    await page.getByText("The target has the rows from before this run again").waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  });

  test("shows a run's rows grow, and cancels it", async () => {
    const id = await createPipeline(product, { name: "flights", source: { dataset: "flights", table: "flights_3m" } });
    await page.goto(`${product.access.url}/pipelines/${id}`);
    await page.getByRole("button", { name: "Run now" }).click();
    const bar = page.getByRole("progressbar", { name: "Rows loaded" });
    const percent = async () => Number(await bar.getAttribute("aria-valuenow"));
    await bar.waitFor({ timeout: 60_000 });
    await waitFor(async () => (await percent()) > 0, { what: "rows to be loaded", timeoutMs: 60_000 });
    await page.locator("svg.plot").waitFor();
    await takePicture(tab, "running-light");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("main").getByText("Cancelled", { exact: true }).waitFor({ timeout: 60_000 });
  });

  test("says when it has lost the gateway, and goes on when that is back", async () => {
    await page.goto(`${product.access.url}/runs`);
    const badge = page.getByRole("status").filter({ hasText: /^(?:Live|Reconnecting|Stale)/ });
    await badge.getByText("Live").waitFor();
    await product.stack.stopProcess("gateway");
    await badge.getByText(/Reconnecting|Stale since/).waitFor({ timeout: 60_000 });
    await product.stack.resumeProcess("gateway");
    await badge.getByText("Live").waitFor({ timeout: 60_000 });
    // Without a gateway every request fails, and the browser says so.
    const lost = tab.complaints.splice(0);
    expect(lost.filter((complaint) => !/ERR_|50\d/.test(complaint))).toEqual([]);
  });

  test("holds only the rows of the window of 10,000 runs", async () => {
    const example = (await product.api.get<readonly object[]>("/api/v1/runs?limit=1"))[0]!;
    const count = 10_000;
    // The registry would take minutes to have so many; the page does not know where they are from.
    await page.route(/\/api\/v1\/runs\?limit=200/, async (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
      const runs = Array.from({ length: 200 }, (_, index) => ({ ...example, id: runIdOf(from + index) }));
      const next = from + 200 < count ? { link: `</api/v1/runs?limit=200&cursor=${from + 200}>; rel="next"` } : {};
      await route.fulfill({ json: runs, headers: next });
    });
    await page.goto(`${product.access.url}/runs`);
    const last = page.locator(`[data-row="${runIdOf(count - 1)}"]`);
    await waitFor(
      async () => {
        await page.mouse.wheel(0, 50_000);
        return (await last.count()) > 0;
      },
      { what: "the last run to be on the page", timeoutMs: 60_000 },
    );
    await page.getByText("10000 runs").waitFor();
    expect(await page.locator("[data-row]").count()).toBeLessThan(100);
    await page.unroute(/\/api\/v1\/runs\?limit=200/);
  });
});

function runIdOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
