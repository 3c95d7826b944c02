import type { ApiHandlers } from "@datamantri/bus";
import type { RegistryApi } from "@datamantri/contracts";

import { answerConnectionRequests } from "./answer-connections.ts";
import { answerIdentityRequests } from "./answer-identity.ts";
import { answerSystemRequests } from "./answer-system.ts";
import { answerWebhookRequests } from "./answer-webhooks.ts";
import { mapErrors } from "./map-errors.ts";
import type { RegistryContext } from "../messages/handle.ts";
import { listOccurrences } from "../occurrences/occurrences.ts";
import { applyPipeline } from "../pipelines/apply-pipeline.ts";
import {
  archivePipeline,
  duplicatePipeline,
  replacePipeline,
  setPipelineActive,
} from "../pipelines/change-pipeline.ts";
import { getVersion, listChanges } from "../pipelines/history.ts";
import {
  createPipeline,
  getEstimate,
  getPipeline,
  getPipelineByName,
  getTypeReport,
  listPipelines,
} from "../pipelines/pipelines.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { getVerification } from "../runs/verification-report.ts";
import { discardRun } from "../runs/discard-run.ts";
import { replayRun } from "../runs/replay-run.ts";
import { retryRun } from "../runs/retry-run.ts";
import { undoRun } from "../runs/undo-run.ts";
import { getRun, listEvents, listRuns, listSplits, searchRuns } from "../runs/run-views.ts";

/** Answers the gateway's requests. */
export function answerRequests(
  { db, bus, outbox, audit, anchors, pingDatabase }: RegistryContext,
  sealer: Sealer,
): ApiHandlers<RegistryApi> {
  /** Wakes the outbox after operations that write to it. */
  const publishing = async <Done>(work: Promise<Done>): Promise<Done> => {
    const done = await work;
    outbox.wake();
    return done;
  };
  return mapErrors<RegistryApi>({
    ...answerIdentityRequests(db, sealer, audit, () => anchors.read()),
    ...answerWebhookRequests(db, sealer),
    ...answerConnectionRequests(db, sealer),
    ...answerSystemRequests(db, anchors, pingDatabase),
    "pipelines.create": (request) => publishing(createPipeline(db, sealer, request)),
    "pipelines.list": (request) => listPipelines(db, request),
    "pipelines.get": ({ id }) => getPipeline(db, id),
    "pipelines.estimate": ({ id }) => getEstimate(db, id),
    "pipelines.type_report": ({ id }) => getTypeReport(db, id),
    "pipelines.archive": (request) => publishing(archivePipeline(db, request)),
    "pipelines.replace": (request) => publishing(replacePipeline(db, sealer, request)),
    "pipelines.apply": (request) => publishing(applyPipeline(db, sealer, request)),
    "pipelines.get_by_name": ({ name }) => getPipelineByName(db, name),
    "pipelines.set_active": (request) => publishing(setPipelineActive(db, request)),
    "pipelines.duplicate": (request) => duplicatePipeline(db, sealer, request),
    "pipelines.changes": (request) => listChanges(db, request),
    "pipelines.version": (request) => getVersion(db, request),
    "pipelines.occurrences": (request) => listOccurrences(db, request),
    "runs.list": (request) => listRuns(db, request),
    "runs.search": (request) => searchRuns(db, request),
    "runs.get": ({ id, shows_vendor_message = false }) => getRun(db, id, shows_vendor_message),
    "runs.splits": (request) => listSplits(db, request),
    "runs.events": (request) => listEvents(db, request),
    "runs.retry": (request) => publishing(retryRun(db, bus, request)),
    "runs.undo": (request) => publishing(undoRun(db, request)),
    "runs.discard": (request) => publishing(discardRun(db, request)),
    "runs.verification": ({ id }) => getVerification(db, id),
    "runs.replay": ({ id, requested_by }) => publishing(replayRun(db, id, requested_by)),
  });
}
