/** Pipelines as code: a file declares a pipeline by its name. */
import type { RegistryApi } from "@datamantri/contracts";
import type { AppliedPipeline, FieldChange, PipelineSecrets } from "@datamantri/api";
import { secretFields } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { holdConnections } from "../connections/use-connections.ts";
import type { Db } from "../database/open-database.ts";
import { replacePipeline } from "./change-pipeline.ts";
import { compareFields } from "./compare-fields.ts";
import { toPipelineView, type Pipeline } from "./pipeline-rows.ts";
import { createPipeline } from "./pipelines.ts";
import { changedSecrets, keepSecrets, textsOf, type StoredSecrets } from "./pipeline-secrets.ts";
import type { Sealer } from "../secrets/sealer.ts";

/**
 * Creates or replaces the pipeline of this name; applied again it changes nothing. With `previous_name` the pipeline of
 * that name is renamed, unless it was before: runs, watermark and pause stay.
 *
 * Failure: one transaction for the creation or the change; a repeat finds it done.
 *
 * @throws PipelineError `conflict` when pipelines of both names exist; `precondition_failed` or `conflict` for a
 *   concurrent change or creation; `request_invalid` as
 *   `replacePipeline`.
 */
export async function applyPipeline(
  db: Db,
  sealer: Sealer,
  { dry_run, previous_name: previousName, ...request }: RegistryApi["pipelines.apply"][0],
): Promise<AppliedPipeline> {
  const { pipeline: input, secrets, estimate, requested_by } = request;
  await db.transaction().execute((tx) => holdConnections(tx, input));
  const before = await findApplied(db, input.name, previousName);
  if (!before) {
    const made = dry_run
      ? null
      : await createPipeline(db, sealer, { pipeline: input, secrets, requested_by, ...(estimate && { estimate }) });
    return { action: "created", changes: [], pipeline: made };
  }
  const stored: StoredSecrets = sealer.open("pipeline", before.id, before.secrets);
  keepSecrets(input, stored, secrets);
  const changes = [
    ...compareFields(before.configuration, input),
    ...changedSecrets(textsOf(stored), secrets).map(toSecretChange),
  ];
  if (changes.length === 0) return { action: "unchanged", changes, pipeline: toPipelineView(before) };
  const { id, version } = before;
  const pipeline = dry_run
    ? toPipelineView(before)
    : await replacePipeline(db, sealer, { ...request, id, version }, "applied");
  return { action: before.name === input.name ? "updated" : "renamed", changes, pipeline };
}

/** @throws PipelineError `conflict` */
async function findApplied(db: Db, name: string, previousName: string | undefined): Promise<Pipeline | undefined> {
  const names = [name, ...(previousName === undefined ? [] : [previousName])];
  const found = await db
    .selectFrom("pipelines")
    .selectAll()
    .where("name", "in", names)
    .where("archived_at", "is", null)
    .execute();
  if (found.length < 2) return found[0];
  const message =
    `pipelines named "${name}" and "${previousName}" both exist: delete one of them, or leave out previous_name to ` +
    "change the first alone";
  throw new PipelineError("conflict", message);
}

function toSecretChange(name: keyof PipelineSecrets): FieldChange {
  return { field: secretFields[name], before: "(secret)", after: "(another secret)" };
}
