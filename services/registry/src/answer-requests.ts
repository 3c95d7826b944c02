import type { ApiHandlers } from "@datamantri/bus";
import type { RegistryApi } from "@datamantri/contracts";

import { answerIdentityRequests } from "./answer-identity.ts";
import { recordSecretUse } from "./audit/record-secret-use.ts";
import { toMetadataError, type RegistryContext } from "./handle.ts";
import {
  archivePipeline,
  createPipeline,
  getEstimate,
  getPipeline,
  getRunDestination,
  getRunSource,
  getTypeReport,
  listPipelines,
} from "./pipelines/pipelines.ts";
import type { Sealer } from "./pipelines/seal.ts";
import { getRun, listRuns } from "./runs/run-views.ts";

/** What the gateway and the workers may ask. */
export function answerRequests({ db, outbox }: RegistryContext, sealer: Sealer): ApiHandlers<RegistryApi> {
  const handlers: ApiHandlers<RegistryApi> = {
    ...answerIdentityRequests(db, sealer),
    "pipelines.create": async ({ pipeline, secrets, requested_by, estimate }) => {
      const created = await createPipeline(db, sealer, pipeline, secrets, requested_by, estimate);
      outbox.wake();
      return created;
    },
    "pipelines.list": ({ limit }) => listPipelines(db, limit),
    "pipelines.get": ({ id }) => getPipeline(db, id),
    "pipelines.estimate": ({ id }) => getEstimate(db, id),
    "pipelines.type_report": ({ id }) => getTypeReport(db, id),
    "pipelines.archive": async ({ id }) => {
      const archived = await archivePipeline(db, id);
      outbox.wake();
      return archived;
    },
    "runs.list": ({ pipeline_id, limit }) => listRuns(db, pipeline_id, limit),
    "runs.get": ({ id }) => getRun(db, id),
    "runs.source": async ({ run_id }) => {
      const source = await getRunSource(db, sealer, run_id);
      if (source.credentials !== null) await recordSecretUse(db, run_id, "source");
      return source;
    },
    "runs.destination": async ({ run_id }) => {
      const destination = await getRunDestination(db, sealer, run_id);
      if (destination.password !== null) await recordSecretUse(db, run_id, "destination");
      return destination;
    },
  };
  return mapErrors(handlers);
}

/** The database's own errors become ours, so that an asker knows to try again. */
function mapErrors(handlers: ApiHandlers<RegistryApi>): ApiHandlers<RegistryApi> {
  const guarded = Object.entries(handlers).map(([operation, handler]) => [
    operation,
    async (request: never) => {
      try {
        return await handler(request);
      } catch (error) {
        throw toMetadataError(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as ApiHandlers<RegistryApi>;
}
