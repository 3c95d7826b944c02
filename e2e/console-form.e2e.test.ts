/** The form that makes and changes pipelines: by the keyboard alone, exactly, with what is stored, in every window. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser, type TestPage } from "./browser.ts";
import { findCrowding } from "./find-crowding.ts";
import { awaitEnd, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromium = findChromium();
const maskKey = "correct horse battery staple";

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly updated_at: string;
  readonly [field: string]: unknown;
}

let product: TestStack;
let browser: TestBrowser;
let ids: { readonly bigquery: string; readonly warehouse: string };

describe.skipIf(chromium === undefined)("the pipeline form", () => {
  beforeAll(async () => {
    product = await startTestStack();
    ids = await storeConnections(product);
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });

  test("is filled, and a pipeline made and run, by the keyboard alone", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    page.setDefaultTimeout(15_000);
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
    await signIn(tab);
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
    expect(made).toMatchObject(everything());
    expect(Object.keys(made["source_config"] as object).toSorted()).toEqual(
      Object.keys(everything().source_config).toSorted(),
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
    await signIn(tab);
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
        { source: "scalars", mask: { method: "redact", replacement: "hidden" } },
      ],
      arrays: "native",
    });
    await page.goto(`${product.access.url}/pipelines/${made.id}/edit`);
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
    await signIn(tab);
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
      .getByText(/needed again, because host or port changed/)
      .first()
      .waitFor();
    expect(tab.complaints.filter((complaint) => !complaint.includes("400"))).toEqual([]);
  });

  test("draws a few of a thousand columns, and finds one of them", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab);
    await fakeColumns(page, 1_000);
    await page.goto(`${product.access.url}/pipelines/new`);
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
    const before = Date.now();
    await page.getByLabel("Description").pressSequentially("typed while they are there");
    // 26 letters: a form that drew them all at each would take many seconds.
    expect(Date.now() - before).toBeLessThan(6_000);
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
    await signIn(tab);
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
    await signIn(tab);
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

/** Moves by keys as somebody without a pointer does: what Tab does not reach is not there. */
class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async reach(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await target.waitFor();
    for (let count = 0; count < 250; count++) {
      if (await isFocused(target)) return;
      await this.#page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${target.toString()}`);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.#page.keyboard.type(text);
  }

  async press(target: Locator, key: string): Promise<void> {
    await this.reach(target);
    await this.#page.keyboard.press(key);
  }

  async back(target: Locator, key: string): Promise<void> {
    await this.reach(target, "Shift+Tab");
    await this.#page.keyboard.press(key);
  }

  async downTo(target: Locator): Promise<void> {
    for (let count = 0; count < 50 && !(await isFocused(target)); count++) await this.#page.keyboard.press("ArrowDown");
    expect(await isFocused(target)).toBe(true);
  }

  /** An option of a closed list, by its first letters. */
  async choose(list: Locator, text: string): Promise<void> {
    await this.reach(list);
    await list.getByRole("option", { name: text }).waitFor({ state: "attached" });
    await this.#page.keyboard.type(text);
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const browser = globalThis as unknown as { readonly document: { readonly activeElement: unknown } };
    return element === browser.document.activeElement;
  });
}

/** Every part of the form that a pipeline of films can have. */
async function fillEverything(page: Page): Promise<void> {
  const open = (title: string) => page.locator("summary", { hasText: title }).click();
  await page.getByLabel("Name", { exact: true }).fill("everything");
  await page.getByLabel("BigQuery connection").selectOption({ label: "sandbox" });
  await page.getByLabel("Dataset", { exact: true }).fill("movies");
  await page.getByLabel("Table", { exact: true }).fill("movies");
  await open("Cost limit, location and labels");
  await page.getByLabel("Query byte limit").fill("1000000000");
  await page.getByRole("button", { name: "Add a label" }).click();
  await page.getByLabel("Name of label 1").fill("team");
  await page.getByLabel("Value of label 1").fill("films");
  await page.getByRole("button", { name: "Check the source" }).click();
  await page.getByText("3,201 rows").waitFor();
  await page.getByLabel("PostgreSQL connection").selectOption({ label: "warehouse" });
  await page.getByLabel("Target table").fill("everything");
  await page.getByLabel("Conversion of title", { exact: true }).selectOption("mask:hmac");
  await page.getByLabel("Conversion of imdb_rating", { exact: true }).selectOption("cast:numeric");
  await page.getByLabel("Precision of imdb_rating").fill("4");
  await page.getByLabel("Scale of imdb_rating").fill("2");
  await page.getByLabel("Conversion of distributor", { exact: true }).selectOption("mask:partial");
  await page.getByLabel("First characters of distributor to keep").fill("2");
  await page.getByLabel("Name of director in PostgreSQL").fill("directed_by");
  await page.getByLabel("Copy source", { exact: true }).click();
  await page.getByLabel("Mask key").fill(maskKey);
  await open("Nested types and invalid values");
  await page.getByLabel("Invalid values").selectOption("reject");
  await page.getByText("Mirror", { exact: true }).click();
  await page.getByRole("combobox", { name: "Key", exact: true }).fill("title");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Key", exact: true }).fill("directed_by");
  await page.keyboard.press("Enter");
  await page.getByLabel("Deleted rows").selectOption("soft");
  await open("Guards");
  await page.getByLabel("Source is empty").selectOption("allow");
  await page.getByLabel("Row count drops").selectOption("warn");
  await page.getByLabel("Drop threshold").fill("0.9");
  await open("Rejects");
  await page.getByLabel("Rejected rows").fill("1000");
  await page.getByLabel("Rejected share").fill("0.001");
  await open("Schema changes, verification and batches");
  await page.getByLabel("Schema changes").selectOption("evolve");
  await page.getByLabel("Verification").selectOption("full");
  await page.getByText("The table as it is now: 10.0 MiB, < $0.01 a run.").waitFor();
  await page.getByLabel("Batch size").fill("5000");
  await page.getByRole("button", { name: "Hourly" }).click();
  await open("Missed runs");
  await page.getByLabel("Missed runs").selectOption("last");
  await page.getByLabel("Catch-up window", { exact: true }).fill("2");
}

function everything() {
  return {
    name: "everything",
    source_config: {
      connection_id: ids.bigquery,
      dataset: "movies",
      table: "movies",
      maximum_bytes_billed: "1000000000",
      labels: { team: "films" },
    },
    destination_config: {
      connection_id: ids.warehouse,
      schema: "public",
      table: "everything",
      key: ["title", "directed_by"],
      delete_mode: "soft",
      guards: { empty: "allow", shrink: "warn", shrink_threshold: 0.9 },
      schema_drift: "evolve",
      verification: "full",
      rejects: { max_rows: 1_000, max_share: 0.001 },
    },
    mode: "mirror",
    schedule: "0 * * * *",
    timezone: "UTC",
    batch_size: 5_000,
    catch_up: { policy: "last", window_seconds: 2 * 86_400 },
    mapping: {
      columns: [
        { source: "title", mask: { method: "hmac" } },
        { source: "imdb_rating", cast: "numeric(4,2)" },
        { source: "distributor", mask: { method: "partial", keep_first: 2, keep_last: 4 } },
        { source: "director", name: "directed_by" },
        { source: "source", exclude: true },
      ],
      unrepresentable: "reject",
    },
  };
}

async function pipelineNamed(name: string): Promise<Stored> {
  return product.api.get<Stored>(`/api/v1/pipelines/by-name/${encodeURIComponent(name)}`);
}

async function storeConnections({ api, access }: TestStack): Promise<typeof ids> {
  const server = new URL(access.postgres);
  const store = async (body: object) => (await api.post<{ id: string }>("/api/v1/connections", body)).id;
  return {
    bigquery: await store({
      name: "sandbox",
      kind: "bigquery",
      config: { project: "sandbox", api_endpoint: access.bigquery },
    }),
    warehouse: await store({
      name: "warehouse",
      kind: "postgres",
      config: {
        host: server.hostname,
        port: Number(server.port),
        database: server.pathname.slice(1),
        user: decodeURIComponent(server.username),
        password: decodeURIComponent(server.password),
      },
    }),
  };
}

async function signIn({ page }: TestPage): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.goto(product.access.url);
  await page.getByLabel("Email").fill(product.access.email);
  await page.getByLabel("Password").fill(product.access.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
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

async function faultsOf(page: Page): Promise<string[]> {
  // Not as a script of the page, which its content security policy would refuse.
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
       .then(({ violations }) => violations
         .filter(({ impact }) => impact === "serious" || impact === "critical")
         .map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160)).join(" | ")))`,
  );
}
