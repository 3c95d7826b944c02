/** Every page in both themes: by axe's rules, and as a picture for docs/console.md. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, takePicture, type TestBrowser, type TestPage } from "./browser.ts";
import { faultsOf, signIn } from "./signed-in.ts";
import {
  awaitEnd,
  createPipeline,
  inputOf,
  pipelineBody,
  startTestStack,
  trigger,
  type TestStack,
} from "./test-stack.ts";

const chromium = findChromium();

const pageNames = [
  "dashboard",
  "pipelines",
  "pipeline",
  "configuration",
  "types",
  "schedule",
  "changes",
  "connections",
  "connection",
  "new-pipeline",
  "edit",
  "runs",
  "run",
  "failed-run",
  "resumable-run",
  "system",
  "users",
  "api-keys",
  "webhooks",
  "audit",
  "account",
] as const;

const wide = { width: 1_280, height: 860 };

let product: TestStack;
let browser: TestBrowser;
let tab: TestPage;
let ids: Readonly<Record<"movies" | "warehouse" | "goodRun" | "badRun" | "resumableRun", string>>;

describe.skipIf(chromium === undefined)("the console's pages", () => {
  beforeAll(async () => {
    product = await startTestStack();
    ids = await fill(product);
    browser = await openBrowser(chromium!);
    tab = await browser.openPage();
    await signIn(tab, product);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });

  test("begin with one for signing in", async () => {
    await using stranger = await browser.openPage();
    await stranger.page.goto(product.access.url);
    await stranger.page.getByRole("heading", { name: "Sign in to DataMantri", level: 1 }).waitFor();
    expect(await faultsOf(stranger)).toEqual([]);
  });

  test.each(pageNames)("%s has no serious fault in either theme and fits 360 pixels", async (name) => {
    const { page } = tab;
    const [path, heading] = pages()[name];
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(product.access.url + path);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await waitFor(async () => (await page.locator(".skeleton").count()) === 0, { what: `${name} to be loaded` });
    expect(await faultsOf(tab, (theme) => takePicture(tab, `${name}-${theme}`))).toEqual([]);
    await page.setViewportSize({ ...wide, width: 360 });
    const excess = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    expect(excess).toBe(0);
    if (name === "dashboard") await takePicture(tab, "narrow-light");
    expect(tab.complaints.splice(0)).toEqual([]);
  });

  test("are reached and left by the keyboard alone", async () => {
    await using tab = await browser.openPage();
    const { page } = tab;
    await signIn(tab, product);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find a page or a pipeline" }).waitFor();
    await page.keyboard.type("movies");
    await takePicture(tab, "find-light");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "movies", level: 1 }).waitFor();
    await page.getByRole("table").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\//);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });
});

function pages(): Readonly<Record<(typeof pageNames)[number], readonly [path: string, heading: string]>> {
  return {
    dashboard: ["/", "Dashboard"],
    pipelines: ["/pipelines", "Pipelines"],
    pipeline: [`/pipelines/${ids.movies}`, "movies"],
    configuration: [`/pipelines/${ids.movies}?tab=configuration`, "movies"],
    types: [`/pipelines/${ids.movies}?tab=types`, "movies"],
    schedule: [`/pipelines/${ids.movies}?tab=schedule`, "movies"],
    changes: [`/pipelines/${ids.movies}?tab=changes`, "movies"],
    connections: ["/connections", "Connections"],
    connection: [`/connections/${ids.warehouse}?space=public&table=movies`, "warehouse"],
    "new-pipeline": ["/pipelines/new", "New pipeline"],
    edit: [`/pipelines/${ids.movies}/edit`, "Edit movies"],
    runs: ["/runs", "Runs"],
    run: [`/runs/${ids.goodRun}`, "flights_200k"],
    "failed-run": [`/runs/${ids.badRun}`, "orders"],
    "resumable-run": [`/runs/${ids.resumableRun}`, "shrinking"],
    system: ["/system", "System"],
    users: ["/settings/users", "Users"],
    "api-keys": ["/settings/api-keys", "API keys"],
    webhooks: ["/settings/webhooks", "Webhooks"],
    audit: ["/settings/audit", "Audit log"],
    account: ["/settings/account", "Your account"],
  };
}

/** Pipelines in every health, with runs. */
async function fill(test: TestStack) {
  const movies = await createPipeline(test, {
    name: "movies",
    source: { dataset: "movies", table: "movies" },
    schedule: "0 5 * * *",
  });
  const airports = await createPipeline(test, {
    name: "airports",
    source: { dataset: "flights", table: "airports" },
    schedule: "*/30 * * * *",
  });
  const flights = await createPipeline(test, {
    name: "flights_200k",
    source: { dataset: "flights", table: "flights_200k" },
    schedule: "15 * * * *",
  });
  const orders = await createPipeline(test, { name: "orders", source: { dataset: "shop", table: "orders" } });
  const weather = await createPipeline(test, {
    name: "seattle_weather",
    source: { dataset: "weather", table: "seattle_weather" },
    schedule: "0 7 * * 1",
  });
  await createPipeline(test, { name: "earthquakes", source: { dataset: "earth", table: "earthquakes" } });
  await test.api.post(`/api/v1/pipelines/${weather}/pause`);
  const ended = async (pipelineId: string) => {
    const run = await trigger(test, pipelineId);
    await awaitEnd(test, run);
    return run;
  };
  for (const id of [movies, airports, movies, flights, movies]) await ended(id);
  const [goodRun, badRun] = [await ended(flights), await ended(orders)];
  await changeMovies(test, movies);
  const warehouse = await storeConnections(test);
  await test.api.post("/api/v1/users", { email: "bob@example.com", full_name: "Bob Ray", role: "operator" });
  return { movies, warehouse, goodRun, badRun, resumableRun: await stopByGuard(test) };
}

/** So that there is something to see of what was changed. */
async function changeMovies({ api }: TestStack, id: string): Promise<void> {
  const path = `/api/v1/pipelines/${id}`;
  const made = await api.get<Record<string, unknown>>(path);
  const input = inputOf(made);
  const changed = { ...input, schedule: "30 4 * * *", description: "Every film, by night" };
  await api.put(path, changed);
  const columns = [
    { source: "director", mask: { method: "redact" } },
    { source: "us_gross", name: "gross_in_us", cast: "numeric" },
  ];
  await api.put(path, { ...changed, mapping: { columns } });
}

/** Two that pipelines use, and one that leads nowhere. @returns the id of the PostgreSQL one */
async function storeConnections({ api, access }: TestStack): Promise<string> {
  const { hostname: host, port, pathname, username: user, password } = new URL(access.postgres);
  const server = { host, port: Number(port), database: pathname.slice(1), user: decodeURIComponent(user) };
  const store = async (name: string, kind: string, config: object) =>
    (await api.post<{ id: string }>("/api/v1/connections", { name, kind, config })).id;
  const sandbox = await store("sandbox", "bigquery", { project: "sandbox", api_endpoint: access.bigquery });
  const secret = { password: decodeURIComponent(password) };
  const warehouse = await store("warehouse", "postgres", { ...server, ...secret });
  await store("last year's warehouse", "postgres", { ...server, port: 1, password: "env:OLD_WAREHOUSE_PASSWORD" });
  await api.post("/api/v1/pipelines", {
    name: "barley",
    source_config: { connection_id: sandbox, dataset: "movies", table: "movies" },
    destination_config: { connection_id: warehouse, table: "barley" },
  });
  return warehouse;
}

/** @returns a failed run that can be gone on from */
async function stopByGuard(test: TestStack): Promise<string> {
  const options = (query: string) => ({ name: "shrinking", source: { dataset: "flights", query } });
  const id = await createPipeline(test, options("SELECT * FROM flights.airports"));
  await awaitEnd(test, await trigger(test, id));
  const fewer = pipelineBody(test, options("SELECT * FROM flights.airports LIMIT 100"));
  await test.api.put("/api/v1/pipelines/by-name/shrinking", fewer);
  const runId = await trigger(test, id);
  await awaitEnd(test, runId);
  return runId;
}
