/** The form that makes and changes pipelines: by the keyboard alone, exactly, and with stored secrets. */
import { afterAll, describe, expect } from "vitest";
import type { Page } from "playwright-core";

import { findChromium } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser } from "./browser.ts";
import { findCrowding } from "./find-crowding.ts";
import { Keys } from "./keyboard.ts";
import { signIn } from "./signed-in.ts";
import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, trigger, type TestStack } from "./test-stack.ts";
import { everything, fillEverything, maskKey, storeConnections, type StoredConnections } from "./whole-pipeline.ts";

const chromium = findChromium();

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly updated_at: string;
  readonly [field: string]: unknown;
}

let product: TestStack;
let browser: TestBrowser;
let ids: StoredConnections;

describe.skipIf(chromium === undefined)("the pipeline form", () => {
  test.beforeAll(async ({ product: shared }) => {
    product = shared;
    ids = await storeConnections(product);
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
  });

  test("is filled, and a pipeline made and run, by the keyboard alone", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    page.setDefaultTimeout(30_000);
    await page.goto(product.access.url);
    const keys = new Keys(page);
    await keys.type(page.getByLabel("Email"), product.access.email);
    await keys.type(page.getByLabel("Password"), product.access.password);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await keys.press(page.getByRole("link", { name: "Pipelines", exact: true }), "Enter");
    await page.getByRole("heading", { name: "Pipelines", level: 1 }).waitFor();
    await keys.press(page.getByRole("link", { name: "Create the first pipeline" }), "Enter");

    await keys.type(page.getByLabel("Name", { exact: true }), "by keyboard");
    await keys.choose(page.getByLabel("BigQuery connection"), "sandbox");
    await keys.press(page.getByRole("button", { name: "Browse the datasets" }), "Enter");
    const datasets = page.getByRole("group", { name: "Datasets" }).getByRole("button");
    await datasets.first().waitFor();
    await keys.reach(datasets.first());
    await keys.downTo(datasets.filter({ hasText: "movies" }));
    await page.keyboard.press("Enter");
    const tables = page.getByRole("group", { name: "Tables" }).getByRole("button");
    await tables.first().waitFor();
    await keys.reach(tables.first());
    await page.keyboard.press("Space");
    expect(await page.getByLabel("Table", { exact: true }).inputValue()).toBe("movies");
    await keys.back(page.getByRole("button", { name: "Check the source" }), "Space");
    await page.getByText("3,201 rows").waitFor();

    await keys.choose(page.getByLabel("PostgreSQL connection"), "warehouse");
    await keys.type(page.getByLabel("Target table"), "by_keyboard");
    await keys.press(page.getByRole("button", { name: "Test the connection" }), "Enter");
    await page.getByRole("list", { name: "Steps to the server" }).getByText("Writing").waitFor();

    await keys.press(page.getByLabel("Copy source", { exact: true }), "Space");
    await keys.choose(page.getByLabel("Conversion of director", { exact: true }), "SHA-256");
    await keys.reach(page.getByRole("radio", { name: "Replace" }));
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("radio", { name: "Append" }).isChecked()).toBe(true);
    await keys.press(page.locator("summary", { hasText: "Rejects" }), "Enter");
    await keys.type(page.getByLabel("Rejected rows"), "7");
    await keys.press(page.getByRole("button", { name: "Daily" }), "Space");
    await keys.press(page.getByRole("button", { name: "Create pipeline and run" }), "Enter");

    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.getByRole("main").getByText("Succeeded", { exact: true }).waitFor();
    const made = await pipelineNamed("by keyboard");
    expect(made).toMatchObject({
      source_config: { connection_id: ids.bigquery, dataset: "movies", table: "movies" },
      destination_config: { connection_id: ids.warehouse, table: "by_keyboard", rejects: { max_rows: 7 } },
      mode: "append",
      schedule: "0 5 * * *",
      mapping: {
        columns: [
          { source: "source", exclude: true },
          { source: "director", mask: { method: "sha256" } },
        ],
      },
    });
    expect(tab.complaints).toEqual([]);
  });

  test("stores exactly what was chosen, and an edit of one thing changes that alone", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/new`);
    await fillEverything(page);
    for (const [step, picture] of [
      ["Columns", "form-columns-light"],
      ["Mode and policies", "form-policies-light"],
      ["Review", "form-review-light"],
    ] as const) {
      await page.getByRole("link", { name: new RegExp(`^${step}.*, complete$`, "s") }).click();
      await takePicture(tab, picture);
    }
    const review = page.locator("#review");
    for (const said of ["sandbox", "warehouse", "title by HMAC", "imdb_rating to numeric(4,2)", "team=films"]) {
      await review.getByText(said).first().waitFor();
    }
    await page.getByRole("button", { name: "Create pipeline", exact: true }).click();
    await page.getByRole("heading", { name: "everything", level: 1, exact: true }).waitFor();
    const made = await pipelineNamed("everything");
    expect(made).toMatchObject(everything(ids));
    expect(Object.keys(made["source_config"] as object).toSorted()).toEqual(
      Object.keys(everything(ids).source_config).toSorted(),
    );

    await page.goto(`${product.access.url}/pipelines/${made.id}/edit`);
    await page.getByLabel("Description").fill("of films");
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    // The key of the masks is needed at every change, and the form leads there.
    await page.getByText("Some fields are invalid.").waitFor();
    expect(await page.getByRole("link", { name: /^Columns.*has a problem/s }).count()).toBe(1);
    await page.getByLabel("Mask key").fill(maskKey);
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await page.getByRole("heading", { name: "everything", level: 1, exact: true }).waitFor();
    const { version, updated_at: _later, ...changed } = await pipelineNamed("everything");
    const { version: before, updated_at: _earlier, ...rest } = made;
    expect(version).toBe(before + 1);
    expect(changed).toEqual({ ...rest, description: "of films" });
    expect(tab.complaints).toEqual([]);
  });

  test("flattens a STRUCT and leaves out a field of it; saving without a change changes nothing", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/new`);
    await page.getByLabel("Name", { exact: true }).fill("nested");
    await page.getByLabel("BigQuery connection").selectOption({ label: "sandbox" });
    await page.getByLabel("Dataset", { exact: true }).fill("types");
    await page.getByLabel("Table", { exact: true }).fill("all_types_small");
    await page.getByRole("button", { name: "Check the source" }).click();
    await page.getByText("26 columns, 12 rows").waitFor();
    await page.getByLabel("PostgreSQL connection").selectOption({ label: "warehouse" });
    await page.getByLabel("Target table").fill("nested");
    await page.getByLabel("Conversion of struct", { exact: true }).selectOption("as:flatten");
    // Its fields have rows of their own, once the types have been looked at again.
    await page.getByLabel("Copy struct.name", { exact: true }).click();
    await page.getByLabel("Name of struct.x in PostgreSQL").fill("x");
    await page.getByLabel("Copy struct_array.n", { exact: true }).click();
    await page.getByLabel("Conversion of scalars", { exact: true }).selectOption("mask:redact");
    await page.getByLabel("Replacement of scalars").fill("hidden");
    await page.locator("summary", { hasText: "Nested types and invalid values" }).click();
    await page.getByLabel("ARRAYs of scalars").selectOption("native");
    await page.getByText("ARRAY<INT64> → bigint[]").waitFor();
    await page.getByRole("button", { name: "Create pipeline", exact: true }).click();
    await page.getByRole("heading", { name: "nested", level: 1, exact: true }).waitFor();
    const made = await pipelineNamed("nested");
    expect(made["mapping"]).toEqual({
      columns: [
        { source: "struct", as: "flatten" },
        { source: "struct.name", exclude: true },
        { source: "struct.x", name: "x" },
        { source: "struct_array.n", exclude: true },
        { source: "scalars", mask: { method: "redact", replacement: "hidden" } },
      ],
      arrays: "native",
    });
    await page.goto(`${product.access.url}/pipelines/${made.id}/edit`);
    await page.getByRole("button", { name: "Show the columns" }).click();
    await page.getByRole("checkbox", { name: "Copy struct_array.n", exact: true, checked: false }).waitFor();
    expect(await page.getByRole("button", { name: "Remove this rule" }).count()).toBe(0);
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await page.getByRole("heading", { name: "nested", level: 1, exact: true }).waitFor();
    expect(await pipelineNamed("nested")).toEqual(made);
    expect(tab.complaints).toEqual([]);
  });

  test("tests, browses and checks with the password that is stored of the pipeline", async () => {
    const id = await createPipeline(product, { name: "typed", source: { dataset: "movies", table: "movies" } });
    await awaitEnd(product, await trigger(product, id));
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.goto(`${product.access.url}/pipelines/${id}/edit`);
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page.getByRole("list", { name: "Steps to the server" }).getByText("Writing").waitFor();
    await page.getByRole("button", { name: "Browse the database" }).click();
    await page.getByText(/public\.typed has 16 columns and/).waitFor();
    await page.getByText("Rows of public.typed").click();
    await page.getByRole("group", { name: "Rows of public.typed" }).getByRole("row").nth(3).waitFor();
    expect(await findCrowding(page)).toEqual([]);
    await page.getByLabel("Target table").fill("not_there");
    await page.getByText("The table public.not_there does not exist").waitFor();
    await page.getByRole("button", { name: "Check the source" }).click();
    await page.getByText("3,201 rows").waitFor();
    // Never to another server.
    await page.getByLabel("Port", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page
      .getByText(/needed again, because port changed/)
      .first()
      .waitFor();
    expect(tab.complaints.filter((complaint) => !complaint.includes("400"))).toEqual([]);
  });

  test("draws a few of a thousand columns, and finds one of them", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await fakeColumns(page, 1_000);
    await page.goto(`${product.access.url}/pipelines/new`);
    const type = async (): Promise<number> => {
      const before = Date.now();
      await page.getByLabel("Description").pressSequentially("twenty-six letters, no more");
      return Date.now() - before;
    };
    await page.getByLabel("Description").waitFor();
    const withoutColumnsMs = await type();
    await page.getByLabel("Project", { exact: true }).fill("sandbox");
    await page.getByRole("button", { name: "Show the columns" }).click();
    await page.getByText("1,000 of 1,000 copied").waitFor();
    const rows = page.getByRole("table").getByRole("row");
    expect(await rows.count()).toBeLessThan(200);
    await page.getByLabel("Find a column").fill("column_987");
    await page.getByLabel("Copy column_987").click();
    await page.getByText("999 of 1,000 copied, 1 shown").waitFor();
    await page.getByLabel("Find a column").fill("column_9");
    await page.getByRole("button", { name: "Exclude these" }).click();
    await page.getByText("889 of 1,000 copied").waitFor();
    await page.getByRole("button", { name: "Reset these" }).click();
    await page.getByLabel("Find a column").fill("");
    await page.getByText("1,000 of 1,000 copied").waitFor();
    // The types are looked at again meanwhile, and nobody loses the place where they are.
    const again = page.waitForResponse(/\/pipelines\/estimate/);
    const list = await page.getByLabel("Conversion of column_50", { exact: true }).elementHandle();
    await list.selectOption("mask:redact");
    await list.focus();
    await again;
    await page.getByLabel("Replacement of column_50", { exact: true }).fill("hidden");
    expect(await list.evaluate((element) => element.isConnected)).toBe(true);
    await page.getByLabel("Find a column").press("Enter");
    // A form that drew them all at each letter would take many seconds.
    expect(await type()).toBeLessThan(2_000 + 3 * withoutColumnsMs);
  });
});

async function pipelineNamed(name: string): Promise<Stored> {
  return product.api.get<Stored>(`/api/v1/pipelines/by-name/${encodeURIComponent(name)}`);
}

/** The sandbox has no table so wide; the page does not know where the answer is from. */
async function fakeColumns(page: Page, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `column_${index}`);
  const choices = [
    "cast: text, varchar, citext, integer, smallint, numeric",
    "mask: sha256, hmac, redact, partial",
    "exclude",
  ];
  const columns = names.map((source) => ({
    source,
    source_type: "INT64",
    target: source,
    target_type: "bigint",
    fidelity: "lossless",
    notes: [],
    choices,
  }));
  await page.route(/\/pipelines\/estimate/, (route) =>
    route.fulfill({
      json: {
        inspected_at: "2026-01-31T08:00:00.000Z",
        estimate: null,
        cost_usd_per_day: null,
        columns: names.map((name) => ({ name, type: "INT64", is_nullable: true })),
        row_count: 1,
        location: "US",
        last_modified: null,
        type_report: { columns, problems: [] },
        problems: [],
      },
    }),
  );
}
