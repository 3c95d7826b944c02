import { expect, test } from "vitest";

import { describe } from "../src/pipeline-fields/describe.ts";
import { noSecrets, type Draft } from "../src/pipeline-fields/draft.ts";
import { sections, type SectionId } from "../src/pipeline-fields/fields.ts";
import { emptyDraft } from "../src/pipeline-fields/to-draft.ts";
import { toInput } from "../src/pipeline-fields/to-input.ts";

const draft: Draft = {
  ...emptyDraft,
  name: "orders",
  "source_config.project": "p",
  "source_config.dataset": "shop",
  "source_config.table": "orders",
  "destination_config.host": "db",
  "destination_config.database": "analytics",
  "destination_config.table": "orders",
};

/** By section, as the review shows it. */
function said(change: Partial<Draft>): Record<string, string> {
  const changed = { ...draft, ...change };
  const described = describe(toInput(changed, noSecrets), changed, new Map([["1", "warehouse"]]));
  const of = (id: SectionId) => described.filter(({ field }) => field.section === id);
  return Object.fromEntries(
    (Object.keys(sections) as SectionId[]).map((id) => [
      id,
      of(id)
        .map(({ field, words }) => `${field.label}: ${words}`)
        .join("; "),
    ]),
  );
}

test("options that are not set are not described", () => {
  expect(said({ mode: "append" })).toEqual({
    name: "Name: orders",
    source: "Project: p; Dataset: shop; Table: orders",
    destination: "Host: db; Port: 5432; Database: analytics; Schema: public; Target table: orders",
    mapping: "",
    mode: "Mode: append",
    schedule: "Time zone: UTC",
  });
});

test("every option that is set is described", () => {
  const all = said({
    "source_config.connection_id": "1",
    "destination_config.connection_id": "1",
    mode: "mirror",
    "destination_config.key": ["id", "day"],
    "destination_config.delete_mode": "soft",
    "destination_config.guards.empty": "allow",
    "destination_config.guards.shrink": "warn",
    "destination_config.guards.shrink_threshold": "0.9",
    "destination_config.schema_drift": "evolve",
    "destination_config.verification": "full",
    "destination_config.rejects.max_rows": "1000",
    "destination_config.rejects.max_share": "0.005",
    "mapping.unrepresentable": "reject",
    "source_config.labels": [{ name: "team", value: "shop" }],
    "source_config.maximum_bytes_billed": "1073741824",
    "source_config.allow_query_billing": true,
    batch_size: "500",
    schedule: "0 5 * * *",
    timezone: "Europe/Berlin",
    "catch_up.policy": "last",
    "catch_up.window_seconds": "7200",
    "source_config.skip_unchanged": "false",
    "mapping.structs": "flatten",
    "mapping.columns": [
      { source: "note", exclude: true },
      { source: "id", name: "order_id", cast: "integer" },
      { source: "email", mask: { method: "hmac" } },
      { source: "card", mask: { method: "partial", keep_last: 4 } },
      { source: "tags", as: "native" },
    ],
  });
  expect(all).toEqual({
    name: "Name: orders",
    source:
      "BigQuery connection: warehouse; Dataset: shop; Table: orders; Query byte limit: 1.0 GiB; " +
      "Allow billed reads: yes; Labels: team=shop",
    destination: "PostgreSQL connection: warehouse; Schema: public; Target table: orders",
    mapping:
      "Columns: Excludes note. Renames id to order_id. Casts id to integer. " +
      "Masks email by HMAC, card except the last 4 characters. Writes tags as an array.; " +
      "STRUCTs: flatten; Invalid values: Reject the row",
    mode:
      "Mode: mirror; Key: id, day; Skip an unchanged source: Read anyway; Deleted rows: soft; " +
      "Source is empty: allow; Row count drops: warn; Drop threshold: 0.9; Rejected rows: 1,000; Rejected share: 0.005; " +
      "Schema changes: evolve; Verification: full; Batch size: 500",
    schedule:
      "Schedule: Daily at 05:00 (0 5 * * *); Time zone: Europe/Berlin; Missed runs: last; Catch-up window: 2 hours",
  });
});

test("increments and streams are described by their cursor and interval", () => {
  const increments: Partial<Draft> = {
    mode: "merge",
    "source_config.read": "incremental",
    "source_config.cursor_column": "at",
    "source_config.lookback_seconds": "3600",
  };
  expect(said(increments)["mode"]).toBe("Mode: merge; Read: incremental; Cursor column: at; Look back: 1 hour");
  const stream: Partial<Draft> = {
    mode: "stream",
    "destination_config.write_mode": "merge",
    "source_config.interval_seconds": "60",
    "source_config.cursor_column": "at",
  };
  expect(said(stream)["mode"]).toBe("Mode: stream; Write mode: merge; Cursor column: at; Interval: 1 minute");
});

test("an invalid number is described as it was typed", () => {
  expect(said({ batch_size: "many" })["mode"]).toContain("Batch size: many");
});
