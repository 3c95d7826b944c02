/** The console where things are kept and told of: connections, what was changed, what became of due times. */
import { afterAll, afterEach, describe, expect } from "vitest";
import type { Page } from "playwright-core";

import { findChromium, waitFor } from "@datamantri/testkit";

import { openBrowser, type TestBrowser, type TestPage } from "./browser.ts";
import { signIn } from "./signed-in.ts";
import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, inputOf, trigger, type TestStack } from "./test-stack.ts";

const chromium = findChromium();

let product: TestStack;
let browser: TestBrowser;
let tab: TestPage;
let page: Page;

describe.skipIf(chromium === undefined)("the console", () => {
  test.beforeAll(async ({ product: shared }) => {
    product = shared;
    browser = await openBrowser(chromium!);
    tab = await openAs(product.access.email, product.access.password);
    page = tab.page;
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
  });

  afterEach(() => {
    expect(tab.complaints.splice(0)).toEqual([]);
  });

  async function openAs(email: string, password: string): Promise<TestPage> {
    const opened = await browser.openPage();
    await signIn(opened, product, { email, password });
    return opened;
  }

  /** The browser tells of every answer that is an error; this one was wanted. */
  const expectRefusal = (status: number) =>
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining(String(status))]);

  const dialog = () => page.getByRole("dialog");
  const steps = () => page.getByRole("list", { name: "Steps to the server" });

  /** Of the stack's warehouse. */
  async function fillWarehouse(password: string): Promise<void> {
    const { hostname, port, pathname, username } = new URL(product.access.postgres);
    await dialog().getByLabel("Host").fill(hostname);
    await dialog().getByLabel("Port").fill(port);
    await dialog().getByLabel("Database").fill(pathname.slice(1));
    await dialog().getByLabel("User").fill(decodeURIComponent(username));
    await dialog().getByLabel("Password").fill(password);
  }

  test("stores a connection, whose test says which step fails, and works once that is fixed", async () => {
    const { password } = new URL(product.access.postgres);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("connections");
    await page.keyboard.press("Enter");
    await page.getByText("No connections yet").waitFor();
    await page.getByRole("button", { name: "Add a connection" }).click();
    await dialog().getByLabel("Name").fill("warehouse");
    await fillWarehouse(decodeURIComponent(password));
    await dialog().getByLabel("Port").fill("1");
    await dialog().getByRole("button", { name: "Test", exact: true }).click();
    await steps().getByText("Port", { exact: true }).waitFor();
    expect(await steps().textContent()).toContain("Connection refused");
    await dialog().getByLabel("Port").fill(new URL(product.access.postgres).port);
    await dialog().getByRole("button", { name: "Save" }).click();

    await page.getByRole("heading", { name: "warehouse", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Test the connection" }).click();
    await steps().getByText("Writing").waitFor();
    expect(await page.content()).not.toContain(decodeURIComponent(password));
  });

  test("looks behind a connection: datasets, tables, columns and first rows, each at its address", async () => {
    await page.goto(`${product.access.url}/connections`);
    await page.getByRole("button", { name: "Add a connection" }).click();
    await dialog().getByLabel("Kind").selectOption("bigquery");
    await dialog().getByLabel("Name").fill("sandbox");
    await dialog().getByLabel("Project").fill("sandbox");
    await dialog().getByLabel("API endpoint").fill(product.access.bigquery);
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Browse the datasets" }).click();
    await page.getByRole("link", { name: "movies", exact: true }).click();
    await page.waitForURL(/space=movies/);
    await page.getByRole("listitem").getByRole("link", { name: "movies", exact: true }).click();
    await page.getByText("3,201 rows").waitFor();
    await page.getByRole("columnheader", { name: /Title/i }).waitFor();
    // The place is in the address.
    await page.reload();
    await page.getByText("3,201 rows").waitFor();
    await page.getByRole("link", { name: "All datasets" }).click();
    await page.getByRole("link", { name: "flights", exact: true }).waitFor();
  });

  test("changes a connection only as it was read, and does not delete what pipelines use", async () => {
    const connections = await product.api.get<readonly { id: string; name: string }[]>("/api/v1/connections");
    const idOf = (name: string) => connections.find((connection) => connection.name === name)!.id;
    const source_config = { connection_id: idOf("sandbox"), dataset: "movies", table: "movies" };
    const destination_config = { connection_id: idOf("warehouse"), table: "by_connection" };
    const body = { name: "by connection", source_config, destination_config };
    await product.api.post("/api/v1/pipelines", body);

    await page.goto(`${product.access.url}/connections`);
    const row = page.getByRole("row").filter({ hasText: "warehouse" });
    await row.getByRole("link", { name: "by connection" }).waitFor();
    await row.getByRole("button", { name: "Test warehouse" }).click();
    await row.getByText("Works").waitFor();

    await row.getByRole("link", { name: "warehouse" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    const renamed = { name: "the warehouse", kind: "postgres" };
    const { config } = await product.api.get<{ config: object }>(`/api/v1/connections/${idOf("warehouse")}`);
    await product.api.put(`/api/v1/connections/${idOf("warehouse")}`, { ...renamed, config });
    await dialog().getByLabel("Name").fill("mine");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("Another user changed it").waitFor();
    expectRefusal(412);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "the warehouse", level: 1 }).waitFor();

    await page.getByRole("button", { name: "Delete" }).click();
    await dialog().getByRole("button", { name: "Delete" }).click();
    await dialog().getByText('is used by "by connection"').waitFor();
    expectRefusal(409);
    await dialog().getByRole("button", { name: "Cancel" }).click();

    // The stored secret stays when the name changes, and works.
    await page.getByRole("button", { name: "Edit" }).click();
    await dialog().getByLabel("Name").fill("warehouse");
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "warehouse", level: 1, exact: true }).waitFor();
    await page.getByRole("button", { name: "Test the connection" }).click();
    await steps().getByText("Writing").waitFor();
  });

  test("shows viewers connections and changes, and offers them nothing that they may not do", async () => {
    const password = "correct horse battery staple";
    await product.api.post("/api/v1/users", { email: "viewer@example.com", role: "viewer", password });
    const id = await createPipeline(product, { name: "watched", source: { dataset: "movies", table: "movies" } });
    await product.api.post(`/api/v1/pipelines/${id}/pause`);
    await using viewer = await openAs("viewer@example.com", password);
    await viewer.page.getByRole("link", { name: "Connections" }).click();
    await viewer.page.getByRole("link", { name: "warehouse" }).click();
    await viewer.page.getByText("Only editors can test and browse").waitFor();
    await viewer.page.goto(`${product.access.url}/pipelines/${id}?tab=changes`);
    await viewer.page.getByText("Version 2").waitFor();
    expect(await viewer.page.getByRole("button", { name: /Restore|Edit|Delete|Test/ }).count()).toBe(0);
    expect(viewer.complaints).toEqual([]);
  });

  test("tells what was changed by whom, and puts an earlier version back", async () => {
    const query = (filter: string) => ["SELECT title", "FROM movies.movies", filter].join("\n");
    const source = { query: query("WHERE TRUE"), allow_query_billing: true };
    const id = await createPipeline(product, { name: "watched closely", source, schedule: "0 5 * * *" });
    const path = `/api/v1/pipelines/${id}`;
    const made = await product.api.get<Record<string, unknown>>(path);
    const changed = {
      schedule: "0 6 * * *",
      source_config: { ...(made.source_config as object), query: query("LIMIT 7") },
    };
    await product.api.put(path, { ...inputOf(made), ...changed });

    await page.goto(`${product.access.url}/pipelines/${id}?tab=changes`);
    const latest = page.getByRole("listitem").filter({ hasText: "Version 2" });
    await latest.getByText(product.access.email).waitFor();
    const schedule = latest.getByRole("listitem").filter({ hasText: "schedule" });
    expect(await schedule.textContent()).toBe(
      "Schedule scheduleDaily at 05:00 (0 5 * * *) → Daily at 06:00 (0 6 * * *)",
    );
    await latest.getByText("1 line added, 1 removed").click();
    expect(await latest.locator("ins").textContent()).toBe("LIMIT 7");

    const first = page.getByRole("listitem").filter({ hasText: "Version 1" });
    await first.getByText("secret set").waitFor();
    await first.getByRole("button", { name: "Restore this version" }).click();
    await dialog().getByText("Daily at 06:00 (0 6 * * *) → Daily at 05:00 (0 5 * * *)").waitFor();
    // Somebody else is faster: their change is not overwritten.
    await product.api.put(path, { ...inputOf(made), ...changed, description: "faster" });
    await dialog().getByRole("button", { name: "Restore" }).click();
    await dialog().getByText("Another user changed it").waitFor();
    expectRefusal(412);
    await dialog().getByRole("button", { name: "Cancel" }).click();

    await page.reload();
    await page.getByRole("listitem").filter({ hasText: "Version 1" }).getByRole("button").click();
    await dialog().getByRole("button", { name: "Restore" }).click();
    await page.getByText("Version 4").waitFor();
    const {
      version: _version,
      updated_at: _updatedAt,
      ...restored
    } = await product.api.get<Record<string, unknown>>(path);
    const { version: _first, updated_at: _firstAt, ...before } = made;
    expect(restored).toEqual(before);
  });

  test("asks for the password again where an earlier version had one of its own", async () => {
    const source = { dataset: "movies", table: "movies" };
    const id = await createPipeline(product, { name: "moved", source });
    const path = `/api/v1/pipelines/${id}`;
    const made = await product.api.get<Record<string, unknown>>(path);
    const connections = await product.api.get<readonly { id: string; name: string }[]>("/api/v1/connections");
    const connection_id = connections.find(({ name }) => name === "warehouse")!.id;
    await product.api.put(path, { ...inputOf(made), destination_config: { connection_id, table: "moved" } });

    await page.goto(`${product.access.url}/pipelines/${id}?tab=changes`);
    await page.getByText("secret replaced or removed").waitFor();
    await page.getByRole("button", { name: "Restore this version" }).click();
    const { password } = new URL(product.access.postgres);
    await dialog().getByLabel("Password").fill(decodeURIComponent(password));
    await dialog().getByRole("button", { name: "Restore" }).click();
    await page.getByText("Version 3").waitFor();
    expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({ status: "success" });
  });

  test("makes users, keys and webhooks, and says each secret once", async () => {
    const secretOf = async (button: string, fields: Readonly<Record<string, string>>, submit: string) => {
      await page.getByRole("button", { name: button }).click();
      for (const [label, value] of Object.entries(fields))
        await dialog().getByLabel(label, { exact: true }).fill(value);
      await dialog().getByRole("button", { name: submit, exact: true }).click();
      const secret = await dialog().locator("code.secret").textContent();
      await dialog().getByRole("button", { name: "Done" }).click();
      expect(await page.content()).not.toContain(secret);
      return secret!;
    };
    await page.goto(`${product.access.url}/settings/users`);
    expect(await secretOf("Add a user", { Email: "new@example.com" }, "Add")).toMatch(/^\S{20,}$/);
    await page.getByText("new@example.com").waitFor();
    await page.goto(`${product.access.url}/settings/api-keys`);
    const key = await secretOf("Create a key", { Name: "nightly" }, "Create");
    await page.getByText(`${key.split("_").slice(0, 2).join("_")}_…`, { exact: true }).waitFor();
    await page.goto(`${product.access.url}/settings/webhooks`);
    const hook = { Name: "on call", Address: "http://127.0.0.1:9/hook" };
    expect(await secretOf("Add a webhook", hook, "Add")).toMatch(/^whsec_/);
    await page.getByRole("heading", { name: "on call" }).waitFor();
  });

  test("finds in the audit log what was done to one thing", async () => {
    const [connection] = await product.api.get<readonly { id: string; name: string }[]>("/api/v1/connections");
    await page.goto(`${product.access.url}/settings/audit`);
    await page.getByLabel("Filter by id").fill(connection!.id);
    await page.waitForURL(new RegExp(`object=${connection!.id}`));
    const others = page.getByRole("row").filter({ hasNotText: connection!.id });
    await waitFor(async () => (await others.count()) === 1, { what: "only the heading to be left besides" });
    await page.getByLabel("Filter by id").fill("nothing");
    await page.getByText("No entries match").waitFor();
  });

  test("says what became of each due time, and leads to its run", async () => {
    const source = { dataset: "movies", table: "movies" };
    const id = await createPipeline(product, { name: "often", source, schedule: "*/2 * * * * *" });
    await waitFor(
      async () => (await product.api.get<readonly object[]>(`/api/v1/pipelines/${id}/occurrences`)).length > 1,
      { what: "due times to have come", timeoutMs: 60_000 },
    );
    await product.api.post(`/api/v1/pipelines/${id}/pause`);
    await page.goto(`${product.access.url}/pipelines/${id}?tab=schedule`);
    await page.getByRole("table").getByText("Fired").first().waitFor();
    await page.getByLabel("Show").selectOption("missed");
    await page.getByText("No due times match.").waitFor();
    await page.waitForURL(/occurrences=missed/);
    await page.getByLabel("Show").selectOption("fired");
    await page.getByRole("link", { name: "Open run" }).first().click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.getByRole("heading", { name: "often", level: 1 }).waitFor();
  });
});
