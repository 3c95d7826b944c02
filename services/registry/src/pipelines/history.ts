/** The history of pipelines: an immutable row for each version, written by the transaction that creates the version. */
import { sql, type Selectable } from "kysely";

import type { Page, PipelinesApi } from "@datamantri/contracts";
import type { PipelineAction, PipelineChange, PipelineSecrets, PipelineVersion } from "@datamantri/api";
import { secretFields } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { PipelineVersionsTable } from "../database/history-tables.ts";
import { countFitting } from "../database/paging.ts";
import { assertExists } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { compareFields } from "./compare-fields.ts";
import type { Pipeline } from "./pipeline-rows.ts";

type Version = Selectable<PipelineVersionsTable>;

/** The action that created a version of a pipeline. */
export interface Cause {
  readonly action: PipelineAction;
  readonly changedBy: string;
  readonly secretsChanged?: readonly (keyof PipelineSecrets)[];
}

/** Records the current version of a pipeline. Failure: part of the transaction that created the version. */
export async function recordVersion(tx: Tx, pipeline: Pipeline, { action, changedBy, ...cause }: Cause): Promise<void> {
  await tx
    .insertInto("pipeline_versions")
    .values({
      pipeline_id: pipeline.id,
      version: pipeline.version,
      action,
      changed_by: changedBy,
      configuration: JSON.stringify(pipeline.configuration),
      secrets_changed: (cause.secretsChanged ?? []).map((name) => secretFields[name]),
    })
    .execute();
}

/** Newest first; archived pipelines too. @throws PipelineError `not_found` for an unknown pipeline. */
export async function listChanges(
  db: Db,
  { id, limit, cursor }: PipelinesApi["pipelines.changes"][0],
): Promise<Page<PipelineChange>> {
  let query = db.selectFrom("pipeline_versions").where("pipeline_id", "=", id);
  if (cursor !== undefined) query = query.where("version", "<", Number(cursor));
  const newest = await query
    .select(["version", configurationBytes.as("size")])
    .orderBy("version", "desc")
    .limit(limit + 1)
    .execute();
  if (newest.length === 0 && cursor === undefined) await assertExists(db, "pipeline", id);
  const shown = newest.slice(0, limit);
  // A change contains parts of two configurations. Only those that fit are read: many large ones would exceed the
  // memory.
  const count = countFitting(shown.map(({ size }, index) => size + (newest[index + 1]?.size ?? 0)));
  const last = shown[count - 1];
  if (last === undefined) return { items: [], next_cursor: null };
  const rows = await db
    .selectFrom("pipeline_versions")
    .selectAll()
    .where("pipeline_id", "=", id)
    .where("version", "<=", shown[0]!.version)
    .where("version", ">=", newest[count]?.version ?? last.version)
    .orderBy("version", "desc")
    .execute();
  const items = rows.slice(0, count).map((row, index) => toChange(row, rows[index + 1]));
  return { items, next_cursor: count < newest.length ? String(last.version) : null };
}

/** @throws PipelineError `not_found` for a version that was never recorded. */
export async function getVersion(
  db: Db,
  { id, version }: PipelinesApi["pipelines.version"][0],
): Promise<PipelineVersion> {
  const ofPipeline = db.selectFrom("pipeline_versions").selectAll().where("pipeline_id", "=", id);
  const row = await ofPipeline.where("version", "=", version).executeTakeFirst();
  if (!row) throw new PipelineError("not_found", `pipeline ${id} has no version ${version}`);
  const present = await db
    .selectFrom("pipelines")
    .select("configuration")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { configuration } = row;
  return { ...toCause(row), configuration, restoring: compareFields(present.configuration, configuration) };
}

const configurationBytes = sql<number>`octet_length(configuration::text)`;

function toChange(row: Version, before: Version | undefined): PipelineChange {
  const changes = before === undefined ? [] : compareFields(before.configuration, row.configuration);
  return { ...toCause(row), changes };
}

function toCause({ version, action, changed_by, changed_at, secrets_changed }: Version) {
  return { version, action, changed_by, changed_at: changed_at.toISOString(), secrets_changed };
}
