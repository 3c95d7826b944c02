import { expect, test } from "vitest";

import { describeDraft } from "../src/pages/edit/describe-draft.ts";
import { emptyDraft, type Draft } from "../src/pages/edit/draft.ts";

const draft: Draft = {
  ...emptyDraft,
  project: "p",
  dataset: "shop",
  table: "orders",
  host: "db",
  database: "analytics",
  targetTable: "orders",
};

function told(change: Partial<Draft>): Record<string, string> {
  const described = describeDraft({ ...draft, ...change }, new Map([["1", "warehouse"]]));
  return Object.fromEntries(described.map(({ topic, sentences }) => [topic, sentences.join(" ")]));
}

test("a draft that says little is told in little", () => {
  expect(told({ mode: "append" })).toEqual({
    Reads: "The table p.shop.orders, from BigQuery.",
    Writes: "Adds rows to public.orders in analytics on db.",
    Columns: "Every column under its own name.",
    Safety: "Counts rows on both sides.",
    Runs: "When somebody starts it, or a program.",
  });
});

test("everything that is chosen is told", () => {
  const all = told({
    sourceConnection: "1",
    destinationConnection: "1",
    mode: "mirror",
    key: ["id"],
    deleteMode: "soft",
    guardEmpty: "allow",
    guardShrink: "warn",
    shrinkPercent: "90",
    schemaDrift: "evolve",
    verification: "full",
    maxRejectedRows: "1000",
    maxRejectedPercent: "0.5",
    unrepresentable: "reject",
    labels: [{ name: "team", value: "shop" }],
    maximumBytesBilled: "1073741824",
    batchSize: "500",
    schedule: "0 5 * * *",
    timezone: "Europe/Berlin",
    catchUp: "last",
    catchUpSeconds: "7200",
    skipUnchanged: "never",
    structs: "flatten",
    columns: [
      { source: "note", exclude: true },
      { source: "id", name: "order_id", cast: "integer" },
      { source: "email", mask: { method: "hmac" } },
      { source: "card", mask: { method: "partial", keep_last: 4 } },
      { source: "tags", as: "native" },
    ],
  });
  expect(all).toEqual({
    Reads:
      "The table p.shop.orders, from BigQuery by the connection “warehouse”. " +
      "A query that would bill more than 1.0 GiB is refused. Its jobs are labelled team=shop.",
    Writes:
      "Mirrors the source in public.orders by the connection “warehouse”. A row is identified by id. " +
      "Rows that are gone stay, marked in _deleted_at. Batches have 500 rows at most.",
    Columns:
      "Leaves out note. Renames id to order_id. Casts id to integer. Hides email by HMAC, card but the last 4 characters. " +
      "Writes tags as an array. STRUCTs become a column for each field.",
    Safety:
      "Leaves the target alone when a column is NULL throughout. " +
      "Goes on, and says so, when more than 90 % of the rows are gone. Goes on when the source is empty. " +
      "New source columns are added to the target, and types are widened. " +
      "Rows that cannot be loaded are put aside, up to 1,000 and up to 0.5 % of all. " +
      "Rows with a value that PostgreSQL cannot hold are put aside. " +
      "Compares every value, by a query that BigQuery bills.",
    Runs:
      "Daily at 05:00 (Europe/Berlin). Of the times that were missed in the last 2 hours the latest is made up for. " +
      "It also runs when the source has not changed.",
  });
});

test("increments and streams are told by their cursor", () => {
  const increments = { cursorColumn: "at", isIncremental: true, lookbackSeconds: "3600", mode: "merge" } as const;
  expect(told(increments).Reads).toContain("only rows whose at is beyond what was read before. The last hour are read");
  const stream = { mode: "stream", streamWrites: "merge", intervalSeconds: "60", cursorColumn: "at" } as const;
  expect(told(stream).Writes).toBe("Adds and updates rows of public.orders in analytics on db. Reads every minute.");
});
