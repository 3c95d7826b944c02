import { describe, expect, test } from "vitest";

import { pipelineDefaults } from "@datamantri/api/values";

import type { Pipeline } from "../src/api/types.ts";
import { noSecrets, type Draft } from "../src/pipeline-fields/draft.ts";
import { findMissing } from "../src/pipeline-fields/find-missing.ts";
import { emptyDraft, toDraft } from "../src/pipeline-fields/to-draft.ts";
import { toInput, toSourceInput } from "../src/pipeline-fields/to-input.ts";

/** A pipeline with every option. */
const whole: Pipeline = {
  ...pipelineDefaults,
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  name: "orders",
  description: "of the shop",
  source_config: {
    project: "p",
    api_endpoint: "http://127.0.0.1:9050",
    impersonate_service_account: "reader@p.iam.gserviceaccount.com",
    dataset: "shop",
    table: "orders",
    data_project: "data",
    location: "EU",
    maximum_bytes_billed: "1000000",
    allow_query_billing: true,
    labels: { team: "shop", cost: "" },
    cursor_column: "updated_at",
    read: "incremental",
    skip_unchanged: false,
    lookback_seconds: 5_400,
  },
  destination_config: {
    host: "db",
    port: 5_433,
    database: "d",
    user: "u",
    ssl_mode: "verify-full",
    schema: "s",
    table: "orders",
    write_mode: "append",
    key: ["b", "a"],
    replace_by: "in_place",
    delete_mode: "soft",
    guards: { empty: "allow", shrink: "warn", shrink_threshold: 0.07, all_null: "stop" },
    schema_drift: "evolve",
    verification: "full",
    rejects: { max_rows: 10, max_share: 0.333 },
  },
  mode: "merge",
  schedule: "0 5 * * *",
  timezone: "Europe/Berlin",
  batch_size: 500,
  mapping: {
    columns: [
      { source: "email", mask: { method: "partial", keep_first: 1, keep_last: 2 } },
      { source: "id", name: "order_id", cast: "numeric(9,0)" },
      { source: "note", exclude: true },
      { source: "address", as: "flatten" },
      { source: "card", mask: { method: "redact", replacement: "x" } },
    ],
    structs: "jsonb",
    arrays: "native",
    geography: "postgis",
    unrepresentable: "reject",
  },
  catch_up: { policy: "all", window_seconds: 90 },
  is_active: true,
  status: "active",
  version: 3,
  created_at: "2026-01-31T08:00:00.000Z",
  updated_at: "2026-01-31T08:00:00.000Z",
};

/** The request of an edit without changes. */
function expected({
  id: _i,
  is_active: _a,
  status: _s,
  version: _v,
  created_at: _c,
  updated_at: _u,
  ...given
}: Pipeline) {
  return given;
}

const saved = (pipeline: Pipeline, change: Partial<Draft> = {}) =>
  toInput({ ...toDraft(pipeline), ...change }, noSecrets, pipeline);

describe("editing a pipeline", () => {
  const { source_config: source, destination_config: destination } = whole;
  const { host: _h, port: _p, database: _d, user: _u, ssl_mode: _s, ...stored } = destination;
  const { project: _project, api_endpoint: _a, impersonate_service_account: _i, ...storedSource } = source;
  const { lookback_seconds: _l, read: _read, ...full } = source;
  const id = "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12";

  test.each<[string, Partial<Pipeline>]>([
    ["everything", {}],
    ["a query", { source_config: { project: "p", query: "select 1" } }],
    [
      "stored connections",
      { source_config: { ...storedSource, connection_id: id }, destination_config: { ...stored, connection_id: id } },
    ],
    [
      "nothing but what it must say",
      {
        ...pipelineDefaults,
        source_config: { project: "p", dataset: "d", table: "t" },
        destination_config: { host: "h", port: 5_432, database: "d", user: "u", schema: "public", table: "t" },
        mode: "append",
      },
    ],
    ["replace", { mode: "replace", source_config: full }],
    ["mirror", { mode: "mirror", source_config: { ...full, read: "full", skip_unchanged: true } }],
    ["batch, the older way to say the mode", { mode: "batch" }],
    [
      "a stream that merges",
      {
        mode: "stream",
        source_config: { ...source, interval_seconds: 30 },
        destination_config: { ...destination, write_mode: "merge" },
        schedule: null,
        catch_up: null,
      },
    ],
  ])("loses nothing of %s", (_what, change) => {
    const pipeline = { ...whole, ...change };
    expect(saved(pipeline)).toEqual(expected(pipeline));
  });

  test("keeps options that the form does not know, or does not show for the selected mode", () => {
    const more = {
      ...whole,
      new_option: { hidden: true },
      destination_config: { ...destination, of_tomorrow: 1 },
      mapping: { ...whole.mapping, new: 2 },
    };
    const input = saved(more, {
      mode: "append",
      "destination_config.guards.empty": "stop",
      "destination_config.delete_mode": "hard",
    });
    expect(input).toMatchObject({
      mode: "append",
      new_option: { hidden: true },
      destination_config: { of_tomorrow: 1, guards: destination.guards, delete_mode: "soft" },
      mapping: { new: 2 },
    });
  });

  test("removes cleared options", () => {
    const emptied = {
      "source_config.location": "",
      "source_config.labels": [],
      "destination_config.verification": "",
      "destination_config.rejects.max_rows": "",
      "destination_config.rejects.max_share": "",
      "catch_up.policy": "",
      batch_size: "",
      "mapping.unrepresentable": "",
    };
    const input = saved(whole, emptied);
    expect(input.source_config).not.toHaveProperty("location");
    expect(input.source_config).not.toHaveProperty("labels");
    expect(input.destination_config).not.toHaveProperty("rejects");
    expect(input.destination_config).not.toHaveProperty("verification");
    expect(input.mapping).not.toHaveProperty("unrepresentable");
    expect(input).toMatchObject({ catch_up: null, batch_size: null });
  });

  test("to a stored connection removes the connection's fields", () => {
    const input = saved(whole, { "destination_config.connection_id": id, "source_config.connection_id": id });
    expect(input.destination_config).toEqual({ ...stored, connection_id: id });
    expect(input.source_config).toEqual({ ...storedSource, connection_id: id });
  });
});

describe("a new pipeline", () => {
  const draft: Draft = {
    ...emptyDraft,
    name: "n",
    "source_config.project": "p",
    "source_config.dataset": "d",
    "source_config.table": "t",
    "destination_config.table": "x",
  };
  const server = {
    "destination_config.host": "h",
    "destination_config.database": "d",
    "destination_config.user": "u",
  };

  test("has only the selected options", () => {
    expect(toInput({ ...draft, ...server }, { ...noSecrets, "destination_config.password": "s" })).toEqual({
      ...pipelineDefaults,
      name: "n",
      source_config: { project: "p", dataset: "d", table: "t" },
      destination_config: {
        host: "h",
        port: 5_432,
        database: "d",
        user: "u",
        schema: "public",
        table: "x",
        password: "s",
      },
      mode: "replace",
    });
  });

  test("is sent even when nothing was typed", () => {
    expect(toInput({ ...emptyDraft, "destination_config.port": "" }, noSecrets)).toMatchObject({ source_config: {} });
    expect(toSourceInput(emptyDraft, noSecrets)).toMatchObject({ source_config: {} });
  });

  test("sends an invalid number unchanged, so that the API reports it", () => {
    const { batch_size } = toInput({ ...draft, batch_size: "many" }, noSecrets);
    expect(batch_size).toBe("many");
  });

  test("can be inspected before its destination, mode and mask key are set", () => {
    const columns = [{ source: "email", mask: { method: "hmac" as const } }];
    const input = toSourceInput(
      { ...draft, mode: "stream", "mapping.columns": columns, "mapping.unrepresentable": "reject" },
      noSecrets,
    );
    expect(input).toMatchObject({ source_config: { table: "t" }, mapping: { columns, mask_key: expect.any(String) } });
    expect(input.mode).toBeUndefined();
    expect(input.mapping).not.toHaveProperty("unrepresentable");
  });

  test("shows its missing fields", () => {
    const whats = (change: Partial<Draft>) =>
      findMissing({ ...draft, ...change }, noSecrets, undefined).map(({ what }) => what);
    expect(whats({})).toEqual(["Host", "Database", "User"]);
    const stored = { "destination_config.connection_id": "one" };
    expect(whats(stored)).toEqual([]);
    expect(whats({ ...stored, mode: "merge" })).toEqual(["Key"]);
    expect(whats({ ...stored, mode: "stream" })).toEqual(["Cursor column"]);
    const columns = [{ source: "email", mask: { method: "hmac" as const } }];
    expect(whats({ ...stored, "mapping.columns": columns })).toEqual(["Mask key"]);
  });
});
