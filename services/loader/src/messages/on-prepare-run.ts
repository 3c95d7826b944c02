import type pg from "pg";

import { publishEvent, untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import type { Column, Message } from "@datamantri/contracts";
import { crashPoint, PipelineError } from "@datamantri/runtime";
import { excludedSources } from "@datamantri/api/values";

import { assertNames } from "../columns/identifiers.ts";
import { checkTarget } from "../target/check-target.ts";
import { assertOrigin, assertSchema } from "../target/session.ts";
import { assertExtensions } from "../columns/extension-types.ts";
import { shapeForSwap } from "../write-modes/replace/replace-target.ts";
import { takeKeyRules, takeRowRules } from "../rejects/row-rules.ts";
import { createNewTarget, createStaging, stagingTable } from "../staging/staging.ts";
import { keyNames } from "../target/target-shape.ts";
import { targetExists, targetTable } from "../target/target-table.ts";
import type { Destinations, RunTarget } from "../connect/destinations.ts";
import { isKeyed } from "../write-modes/keyed-rows.ts";
import { keptStates } from "../write-modes/write-by-mode.ts";
import { assertLedgerRights } from "../inspect/check-privileges.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { assertFollows } from "../ledger/followed-run.ts";
import { openLedgerRun } from "../ledger/ledger.ts";
import { assertMayKeep } from "../ledger/previous-states.ts";
import { toMaxRejects } from "../rejects/rejects.ts";
import { resumeStaging } from "../staging/resume-staging.ts";

/** SQLSTATE insufficient_privilege */
const insufficientPrivilege = "42501";

/**
 * Opens the run in the destination's ledger and creates its staging table, or takes over a failed run's rows.
 *
 * Failure: one transaction; a repeat finds the run opened and only reports again.
 */
export function onPrepareRun(bus: Bus, destinations: Destinations, report: StepReporter): MessageHandler<"PrepareRun"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle(task, { signal }) {
      const { runId, pipelineId, attempt } = task;
      await prepareRun(destinations, task);
      await crashPoint("loader.prepare.committed");
      const eventId = `${runId}:RunPrepared:a${attempt}`;
      await publishEvent(bus, "RunPrepared", { runId, pipelineId }, eventId, { signal });
      await crashPoint("loader.prepare.reported");
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("prepare", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("prepare", task, error),
  };
}

/** @returns false if the run was opened before, and perhaps closed since. */
export async function prepareRun(destinations: Destinations, task: Message<"PrepareRun">): Promise<boolean> {
  return openRun(destinations, task).catch(async (error: unknown) => {
    // Our own refusals name the GRANT, PostgreSQL's do not. The transaction is over.
    if (!(error instanceof PipelineError) || error.facts.sqlstate !== insufficientPrivilege) throw error;
    await destinations.inTransaction(task.runId, (client, { config }) => assertLedgerRights(client, config));
    throw error;
  });
}

async function openRun(destinations: Destinations, task: Message<"PrepareRun">): Promise<boolean> {
  const { runId, pipelineId, columns, schemaFingerprint, rowCount, resumedRunIds, rangeColumn } = task;
  const { followsRunId, readsAllRows } = task;
  assertNames(columns);
  return destinations.inTransaction(
    runId,
    async (client, target) => {
      await ensureLedger(client);
      const maxRejects = toMaxRejects(target.config, rowCount);
      const excluded = excludedSources(target.configuration.mapping);
      const about = { runId, pipelineId, target: targetTable(target.config), schemaFingerprint };
      const run = { ...about, columns, excluded, maxRejects, followsRunId };
      const checked = { runId, pipelineId, columns, rangeColumn };
      if (!(await openLedgerRun(client, run))) return false;
      await assertSchema(client, target.config);
      await assertOrigin(client, target.config);
      const isNew = !(await targetExists(client, target.config));
      // A new table lacks nothing that all rows do not bring.
      if (!isNew || !readsAllRows) await assertFollows(client, { runId, pipelineId, followsRunId });
      if (keptStates(target) > 0) await assertMayKeep(client, target.config.user);
      if (resumedRunIds.length > 0) {
        await resumeStaging(client, runId, resumedRunIds);
        await crashPoint("loader.prepare.resumed");
        // The staging table was created earlier; the target may have changed since.
        await checkTarget(client, checked, target);
        return true;
      }
      await assertExtensions(client, columns);
      if (isNew) await createNewTarget(client, runId, columns, task);
      else await createStaging(client, runId, columns);
      await crashPoint("loader.prepare.staged");
      const isSettled = await checkTarget(client, checked, target);
      if (target.writeMode === "replace" && !isNew) {
        await shapeForSwap(client, runId, target, columns);
      }
      if (maxRejects > 0) await takeRules(client, runId, target, columns, isSettled);
      return true;
    },
    columns,
  );
}

/** @param isSettled true if the target exists, in its form when the rows move. */
async function takeRules(
  client: pg.PoolClient,
  runId: string,
  { config, writeMode }: RunTarget,
  columns: readonly Column[],
  isSettled: boolean,
): Promise<void> {
  const key = isKeyed(writeMode) ? keyNames(config, columns) : [];
  await takeKeyRules(client, stagingTable(runId), columns, key);
  if (isSettled) await takeRowRules(client, stagingTable(runId), targetTable(config), columns, key);
}
