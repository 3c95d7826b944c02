/** Changes existing pipelines. A running run keeps its configuration. */
import { sql } from "kysely";

import { toScheduleMessage } from "@datamantri/bus";
import type { RegistryApi } from "@datamantri/contracts";
import type { PipelineConfiguration, PipelineView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { holdConnections, resolveConfigurations } from "../connections/use-connections.ts";
import { addToOutbox } from "../outbox/outbox.ts";
import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { isSame, toJsonOrNull, toPipelineView, toSchedule, type Pipeline } from "./pipeline-rows.ts";
import { recordVersion } from "./history.ts";
import { findRepeated, insertPipeline, toNameConflict } from "./pipelines.ts";
import { discardResumable, discardResumableOf, findResumable } from "../runs/resumable-runs.ts";
import { changesEndpoints, findChanges } from "../runs/same-work.ts";
import { changedSecrets, keepSecrets, secretsOf, textsOf, type StoredSecrets } from "./pipeline-secrets.ts";
import type { Sealer } from "../secrets/sealer.ts";

/**
 * Replaces everything that a client sets; omitted secrets stay. Without a difference nothing changes, including the
 * version. With another source or target the watermark is deleted.
 *
 * @throws PipelineError `precondition_failed` when the pipeline has another version, `conflict` when the name is taken,
 *   `request_invalid` when a stored secret was given for something else.
 */
export async function replacePipeline(
  db: Db,
  sealer: Sealer,
  { id, version, pipeline: input, secrets, requested_by, estimate }: RegistryApi["pipelines.replace"][0],
  action: "changed" | "applied" = "changed",
): Promise<PipelineView> {
  return db.transaction().execute(async (tx) => {
    const before = await lockPipeline(tx, id, version);
    await holdConnections(tx, input);
    const stored: StoredSecrets = sealer.open("pipeline", id, before.secrets);
    const kept = textsOf(stored);
    if (changedSecrets(kept, secrets).length === 0 && isSame(before, input)) return toPipelineView(before);
    const after = keepSecrets(input, stored, secrets);
    const [from, to] = await resolveConfigurations(tx, [before.configuration, input]);
    const configuration = JSON.stringify(input);
    const isElsewhere = changesEndpoints(from!, to!);
    const row = await tx
      .updateTable("pipelines")
      .set({
        configuration,
        secrets: sealer.seal("pipeline", id, after),
        ...(isElsewhere ? { watermark: null, accepted_over: null } : {}),
        ...(hasOtherTimes(before.configuration, input) ? fromNowOn : {}),
        // Earlier estimates and reports no longer apply.
        estimate: toJsonOrNull(estimate),
        type_report: toJsonOrNull(estimate?.type_report),
        ...nextVersion,
      })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw toNameConflict(error, configuration);
      });
    const secretsChanged = changedSecrets(kept, { ...noSecrets, ...textsOf(after) });
    await recordVersion(tx, row, { action, changedBy: requested_by, secretsChanged });
    await discardUnfit(tx, row);
    return publishSchedule(tx, row);
  });
}

/** Discards the loaded rows of a failed run if the pipeline's work has changed. */
async function discardUnfit(tx: Tx, pipeline: Pipeline): Promise<void> {
  const [kept] = await findResumable(tx, [pipeline.id]);
  if (!kept) return;
  const [present] = await resolveConfigurations(tx, [pipeline.configuration]);
  const changes = findChanges(kept.configuration, present!);
  if (changes.length > 0) await discardResumable(tx, kept, `the pipeline was changed (${changes.join(", ")})`);
}

/** Pauses or resumes a pipeline's schedule from now on. The pipeline can be triggered in both states. */
export async function setPipelineActive(
  db: Db,
  { id, is_active: isActive, requested_by }: RegistryApi["pipelines.set_active"][0],
): Promise<PipelineView> {
  return db.transaction().execute(async (tx) => {
    const before = await lockPipeline(tx, id);
    if (before.is_active === isActive) return toPipelineView(before);
    const row = await tx
      .updateTable("pipelines")
      .set({ is_active: isActive, ...nextVersion, ...fromNowOn })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordVersion(tx, row, { action: isActive ? "resumed" : "paused", changedBy: requested_by });
    return publishSchedule(tx, row);
  });
}

/**
 * Removes the pipeline from lists and stops its schedule. Its runs stay, and open ones continue.
 *
 * @throws PipelineError `precondition_failed` when the pipeline has another version, if one is named.
 */
export async function archivePipeline(
  db: Db,
  { id, version = null, requested_by }: RegistryApi["pipelines.archive"][0],
): Promise<PipelineView> {
  return db.transaction().execute(async (tx) => {
    await lockPipeline(tx, id, version);
    const row = await tx
      .updateTable("pipelines")
      .set({ archived_at: sql`now()`, is_active: false, ...nextVersion })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordVersion(tx, row, { action: "archived", changedBy: requested_by });
    await discardResumableOf(tx, [id], "the pipeline was deleted");
    return publishSchedule(tx, row);
  });
}

/**
 * Copies a pipeline with its secrets, but without its runs and watermark. The copy is paused, because it writes into
 * the same table until that is changed.
 *
 * @throws PipelineError `conflict` when the name is taken, or the id by a different pipeline.
 */
export async function duplicatePipeline(
  db: Db,
  sealer: Sealer,
  { id, copy_id = crypto.randomUUID(), name, requested_by }: RegistryApi["pipelines.duplicate"][0],
): Promise<PipelineView> {
  return db.transaction().execute(async (tx) => {
    const original = await lockPipeline(tx, id);
    const secrets: StoredSecrets = sealer.open("pipeline", id, original.secrets);
    const copy = { ...original.configuration, name: name ?? (await freeName(tx, original.name)) };
    const row = await insertPipeline(tx, {
      id: copy_id,
      configuration: JSON.stringify(copy),
      secrets: sealer.seal("pipeline", copy_id, secrets),
      is_active: false,
      created_by: requested_by,
    });
    if (!row) return findRepeated(tx, copy_id, (made) => name === undefined || made.name === name);
    const secretsChanged = secretsOf(textsOf(secrets));
    await recordVersion(tx, row, { action: "copied", changedBy: requested_by, secretsChanged });
    return toPipelineView(row);
  });
}

const noSecrets = { source_credentials: null, destination_password: null, mask_key: null } as const;

const nextVersion = { version: sql<number>`version + 1`, updated_at: sql<Date>`now()` };

/** Earlier due times are not caught up, and ticks of earlier versions are not of this schedule. */
const fromNowOn = { scheduled_since: sql<Date>`clock_timestamp()`, schedule_version: sql<number>`version + 1` };

/** @param version expected version; null for any. */
async function lockPipeline(tx: Tx, id: string, version: number | null = null): Promise<Pipeline> {
  const found = await tx
    .selectFrom("pipelines")
    .selectAll()
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  const pipeline = found ?? notFound("pipeline", id);
  if (version === null || pipeline.version === version) return pipeline;
  const message = `pipeline "${pipeline.name}" has version ${pipeline.version}, not ${version}`;
  throw new PipelineError("precondition_failed", message);
}

async function publishSchedule(tx: Tx, pipeline: Pipeline): Promise<PipelineView> {
  await addToOutbox(tx, [toScheduleMessage(pipeline.id, pipeline.version, toSchedule(pipeline))]);
  return toPipelineView(pipeline);
}

function hasOtherTimes(before: PipelineConfiguration, after: PipelineConfiguration): boolean {
  const isStream = ({ mode }: PipelineConfiguration): boolean => mode === "stream";
  return (
    before.schedule !== after.schedule || before.timezone !== after.timezone || isStream(before) !== isStream(after)
  );
}

/** "orders (copy)", then "orders (copy 2)", ... */
async function freeName(tx: Tx, name: string): Promise<string> {
  const rows = await tx.selectFrom("pipelines").select("name").where("archived_at", "is", null).execute();
  const taken = new Set(rows.map((row) => row.name));
  for (let count = 1; ; count++) {
    const candidate = `${name} (copy${count === 1 ? "" : ` ${count}`})`;
    if (!taken.has(candidate)) return candidate;
  }
}
