/** A pipeline of films with every option that it can have: typed into the form, and as the API stores it. */
import type { Page } from "playwright-core";

import type { TestStack } from "./test-stack.ts";

export const maskKey = "correct horse battery staple";

/** Ids of the stored connections. */
export interface StoredConnections {
  readonly bigquery: string;
  readonly warehouse: string;
}

/** Every part of the form that a pipeline of films can have. */
export async function fillEverything(page: Page): Promise<void> {
  // By the keyboard: what arrives meanwhile moves the page, and with it the place where a pointer was pressed.
  const open = (title: string) => page.locator("summary", { hasText: title }).press("Enter");
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
  await page.getByLabel("Deletion time column").fill("gone_at");
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
  await page.getByLabel("Jitter", { exact: true }).fill("30");
  await page
    .getByText("Runs start up to 30 s later than shown. How much depends only on the pipeline and its schedule.")
    .waitFor();
  await open("Missed runs");
  await page.getByLabel("Missed runs").selectOption("last");
  await page.getByLabel("Catch-up window", { exact: true }).fill("2");
  await open("Waiting, deadline and retries");
  await page.getByLabel("Longest wait", { exact: true }).fill("2");
  await page.getByLabel("Deadline", { exact: true }).fill("9000");
  await page.getByLabel("Automatic retries").fill("3");
  await page.getByLabel("Pause before a retry", { exact: true }).fill("1.5");
  await page.getByLabel("PostgreSQL", { exact: true }).check();
  await page.getByLabel("Rows", { exact: true }).check();
}

export function everything(ids: StoredConnections) {
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
      deleted_at_column: "gone_at",
      guards: { empty: "allow", shrink: "warn", shrink_threshold: 0.9 },
      schema_drift: "evolve",
      verification: "full",
      rejects: { max_rows: 1_000, max_share: 0.001 },
    },
    mode: "mirror",
    schedule: "0 * * * *",
    timezone: "UTC",
    schedule_jitter_seconds: 30,
    batch_size: 5_000,
    catch_up: { policy: "last", window_seconds: 2 * 86_400 },
    max_wait: 7_200,
    deadline_seconds: 9_000,
    retry: { times: 3, pause_seconds: 90, errors: ["destination", "data"] },
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

export async function storeConnections({ api, access }: TestStack): Promise<StoredConnections> {
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
