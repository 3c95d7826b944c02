import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";

import { answerCommand } from "@datamantri/bus";
import type { AuditedRequest, Caller, CursorRange, Message } from "@datamantri/contracts";
import type { Actor } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Tx } from "../database/open-database.ts";
import { toNotFound } from "../database/not-found.ts";
import { admitRuns } from "../runs/admit-runs.ts";
import { inSharedTransaction, type RegistryContext } from "./handle.ts";

type StartRun = Message<"StartRun">;

/**
 * Starts a requested run. A repeated command finds the existing run.
 *
 * Failure: the runs and the audit log's entries are one transaction. After a crash before the answer, the gateway's
 * request times out.
 */
export const onStartRun = (context: RegistryContext) =>
  inSharedTransaction<"StartRun">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, commands) => {
      const admissions = commands.map((command) => ({
        runId: command.runId,
        pipelineId: command.pipelineId,
        cause: command.cause,
        triggeredBy: command.requestedBy,
        scheduledFor: null,
        range: rangeOf(command),
      }));
      const outcomes = await admitRuns(tx, admissions);
      const rest = commands.filter((_command, i) => outcomes.get(admissions[i]!) !== "admitted");
      const refusals = await findRefusals(tx, rest);
      await context.audit.addAll(
        tx,
        commands.map(({ request }) => toAuditEntry(request)),
      );
      return () => commands.forEach((command) => answerCommand(context.bus, command.request.id, refusals.get(command)));
    },
  );

function rangeOf({ range }: StartRun): CursorRange | null {
  return range.column === "" ? null : range;
}

/**
 * Finds the errors of commands that created no run: the run exists with another range, or neither run nor pipeline
 * exists. A run of an earlier command remains after its pipeline was deleted.
 */
async function findRefusals(
  tx: Tx,
  commands: readonly StartRun[],
): Promise<ReadonlyMap<StartRun, PipelineError | undefined>> {
  if (commands.length === 0) return new Map();
  const runs = await tx
    .selectFrom("runs")
    .select(["id", "range"])
    .where(sql<boolean>`id = any(${commands.map(({ runId }) => runId)}::uuid[])`)
    .execute();
  const ranges = new Map(runs.map(({ id, range }) => [id, range]));
  const otherRange = new PipelineError("conflict", "this Idempotency-Key was sent with another range; use another key");
  const refusalOf = (command: StartRun): PipelineError | undefined => {
    const range = ranges.get(command.runId);
    if (range === undefined) return toNotFound("pipeline", command.pipelineId);
    return isDeepStrictEqual(range, rangeOf(command)) ? undefined : otherRange;
  };
  return new Map(commands.map((command) => [command, refusalOf(command)]));
}

function toAuditEntry({ id, action, object, actorKind, actorId, actorName, address, requestId }: AuditedRequest) {
  const actor: Actor = { kind: actorKind as Actor["kind"], id: actorId || null, name: actorName };
  const caller: Caller = { actor, address: address || null, request_id: requestId || null };
  return { caller, event: { action, outcome: "allowed" as const, object: object || null, facts: {} }, commandId: id };
}
