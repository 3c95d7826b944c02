/** Creates, lists and returns pipelines. */
import { sql, type Insertable, type SelectQueryBuilder } from "kysely";

import { toScheduleMessage } from "@datamantri/bus";
import type { Page, PageRequest, RegistryApi, Schedule } from "@datamantri/contracts";
import type {
  PipelineConfiguration,
  PipelineEstimate,
  PipelineFilter,
  PipelineView,
  TypeReport,
} from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { holdConnections } from "../connections/use-connections.ts";
import { isUniqueViolation } from "../database/violations.ts";
import { countFitting, isAfter } from "../database/paging.ts";
import type { Database, PipelinesTable } from "../database/schema.ts";
import { addToOutbox } from "../outbox/outbox.ts";
import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { isSame, toJsonOrNull, toPipelineView, toSchedule, viewColumns, type Pipeline } from "./pipeline-rows.ts";
import { recordVersion } from "./history.ts";
import { changedSecrets, keepSecrets, secretsOf, textsOf } from "./pipeline-secrets.ts";
import type { Sealer } from "../secrets/sealer.ts";

/**
 * Failure: one transaction; a repeat of the request finds the pipeline by its id and changes nothing.
 *
 * @throws PipelineError `conflict` when the name is taken, or the id by a different pipeline.
 */
export async function createPipeline(
  db: Db,
  sealer: Sealer,
  { id = crypto.randomUUID(), pipeline: input, secrets, requested_by, estimate }: RegistryApi["pipelines.create"][0],
): Promise<PipelineView> {
  return db.transaction().execute(async (tx) => {
    await holdConnections(tx, input);
    const pipeline = await insertPipeline(tx, {
      id,
      configuration: JSON.stringify(input),
      secrets: sealer.seal("pipeline", id, keepSecrets(input, {}, secrets)),
      estimate: toJsonOrNull(estimate),
      type_report: toJsonOrNull(estimate?.type_report),
      created_by: requested_by,
    });
    if (pipeline === undefined) {
      const hasSameSecrets = (made: Pipeline) =>
        changedSecrets(textsOf(sealer.open("pipeline", id, made.secrets)), secrets).length === 0;
      return findRepeated(tx, id, (made) => isSame(made, input) && hasSameSecrets(made));
    }
    const secretsChanged = secretsOf(secrets);
    await recordVersion(tx, pipeline, { action: "created", changedBy: requested_by, secretsChanged });
    await addToOutbox(tx, [toScheduleMessage(id, pipeline.version, toSchedule(pipeline))]);
    return toPipelineView(pipeline);
  });
}

/** @returns undefined if a pipeline with this id exists. @throws PipelineError `conflict` when the name is taken. */
export async function insertPipeline(tx: Tx, values: Insertable<PipelinesTable>): Promise<Pipeline | undefined> {
  return tx
    .insertInto("pipelines")
    .values(values)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returningAll()
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw toNameConflict(error, values.configuration);
    });
}

/**
 * Finds the pipeline that an earlier request with the same Idempotency-Key created.
 *
 * @param isAsked true if it equals the request; not called if the pipeline was changed since.
 * @throws PipelineError `conflict` when it differs or no longer exists.
 */
export async function findRepeated(tx: Tx, id: string, isAsked: (made: Pipeline) => boolean): Promise<PipelineView> {
  const made = await tx.selectFrom("pipelines").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (made.archived_at !== null) {
    throw new PipelineError("conflict", "the pipeline created with this Idempotency-Key was deleted; use another key");
  }
  if (made.version > 1 || isAsked(made)) return toPipelineView(made);
  throw new PipelineError(
    "conflict",
    `this Idempotency-Key created pipeline "${made.name}" with different settings; use another key`,
  );
}

/** Pipelines that are not archived. */
function live(db: Db) {
  return db.selectFrom("pipelines").where("archived_at", "is", null);
}

/** Newest first, without archived pipelines. */
export async function listPipelines(
  db: Db,
  { limit, cursor, status, mode, q }: PageRequest & PipelineFilter,
): Promise<Page<PipelineView>> {
  let query = live(db);
  if (cursor !== undefined) query = query.where(isAfter("pipelines", cursor));
  if (status !== undefined) query = query.where("is_active", "=", status === "active");
  if (mode !== undefined) query = query.where(sql<boolean>`configuration ->> 'mode' = ${mode}`);
  if (q !== undefined) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where(sql<boolean>`(name ilike ${pattern} or configuration ->> 'description' ilike ${pattern})`);
  }
  const newest = await newestFirst(query)
    .select(["id", viewBytes.as("size")])
    .limit(limit + 1)
    .execute();
  const shown = newest.slice(0, limit);
  const ids = shown.slice(0, countFitting(shown.map(({ size }) => size))).map(({ id }) => id);
  // Read after the sizes: many large ones would exceed the memory.
  const all = db.selectFrom("pipelines").select(viewColumns);
  const rows = await newestFirst(all.where(sql<boolean>`id = any(${ids})`)).execute();
  return { items: rows.map(toPipelineView), next_cursor: ids.length < newest.length ? ids.at(-1)! : null };
}

const newestFirst = <Columns>(query: SelectQueryBuilder<Database, "pipelines", Columns>) =>
  query.orderBy("created_at", "desc").orderBy("id", "desc");

/** Approximate size of its view in bytes. */
const viewBytes = sql<number>`octet_length(configuration::text)`;

/** @throws PipelineError `not_found`, also for an archived pipeline. */
export async function getPipeline(db: Db, id: string): Promise<PipelineView> {
  const row = await live(db).select(viewColumns).where("id", "=", id).executeTakeFirst();
  return toPipelineView(row ?? notFound("pipeline", id));
}

/** @throws PipelineError `not_found` */
export async function getPipelineByName(db: Db, name: string): Promise<PipelineView> {
  const row = await live(db).select(viewColumns).where("name", "=", name).executeTakeFirst();
  if (row) return toPipelineView(row);
  throw new PipelineError("not_found", `no pipeline has the name "${name}"`);
}

/** The estimate from the pipeline's creation. @throws PipelineError `not_found`, also without an estimate. */
export async function getEstimate(db: Db, id: string): Promise<PipelineEstimate> {
  const row = await live(db).select("estimate").where("id", "=", id).executeTakeFirst();
  const { estimate } = row ?? notFound("pipeline", id);
  if (estimate === null) throw new PipelineError("not_found", "the pipeline has no estimate from its creation");
  return estimate;
}

/**
 * The type report of the last planned run, or of the pipeline's creation; null if its source was never read.
 *
 * @throws PipelineError `not_found`, also for an archived pipeline.
 */
export async function getTypeReport(db: Db, id: string): Promise<TypeReport | null> {
  const row = await live(db).select("type_report").where("id", "=", id).executeTakeFirst();
  return (row ?? notFound("pipeline", id)).type_report;
}

/** Lists every active schedule, for the reconciler. */
export async function listSchedules(db: Db): Promise<readonly Schedule[]> {
  const rows = await live(db)
    .select(["id", "configuration", "version", "is_active"])
    .where("is_active", "=", true)
    .execute();
  return rows.map(toSchedule).filter((schedule) => schedule !== null);
}

/** Maps the error of a statement that sets a pipeline's name: `conflict` when the name is taken. */
export function toNameConflict(error: unknown, configuration: string): unknown {
  if (!isUniqueViolation(error)) return error;
  const { name } = JSON.parse(configuration) as PipelineConfiguration;
  return new PipelineError("conflict", `a pipeline named "${name}" already exists`);
}
