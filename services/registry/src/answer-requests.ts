import type { ApiHandlers } from "@datamantri/bus";
import type { RegistryApi } from "@datamantri/contracts";

import { toMetadataError, type RegistryContext } from "./handle.ts";
import {
  archivePipeline,
  createPipeline,
  getEstimate,
  getPipeline,
  getRunDestination,
  getRunSource,
  listPipelines,
} from "./pipelines/pipelines.ts";
import type { Sealer } from "./pipelines/seal.ts";
import { getRun, listRuns } from "./runs/run-views.ts";
import { getUser, verifyUser } from "./users/users.ts";

/** What the gateway and the workers may ask. */
export function answerRequests({ db, outbox }: RegistryContext, sealer: Sealer): ApiHandlers<RegistryApi> {
  const handlers: ApiHandlers<RegistryApi> = {
    "users.verify": ({ email, password }) => verifyUser(db, email, password),
    "users.get": ({ id }) => getUser(db, id),
    "pipelines.create": async ({ pipeline, secrets, requested_by, estimate }) => {
      const created = await createPipeline(db, sealer, pipeline, secrets, requested_by, estimate);
      outbox.wake();
      return created;
    },
    "pipelines.list": ({ limit }) => listPipelines(db, limit),
    "pipelines.get": ({ id }) => getPipeline(db, id),
    "pipelines.estimate": ({ id }) => getEstimate(db, id),
    "pipelines.archive": async ({ id }) => {
      const archived = await archivePipeline(db, id);
      outbox.wake();
      return archived;
    },
    "runs.list": ({ pipeline_id, limit }) => listRuns(db, pipeline_id, limit),
    "runs.get": ({ id }) => getRun(db, id),
    "runs.source": ({ run_id }) => getRunSource(db, sealer, run_id),
    "runs.destination": ({ run_id }) => getRunDestination(db, sealer, run_id),
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
