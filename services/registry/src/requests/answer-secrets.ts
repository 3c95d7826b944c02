import type { ApiHandlers } from "@datamantri/bus";
import type { SecretsApi } from "@datamantri/contracts";

import type { AuditLog } from "../audit/audit-log.ts";
import { recordSecretUse } from "../audit/record-secret-use.ts";
import { getConnectionDestination, getConnectionSource } from "../connections/use-connections.ts";
import type { Db } from "../database/open-database.ts";
import { getRunDestination, getRunSource } from "../runs/run-access.ts";
import { putVendorMessage } from "../runs/vendor-messages.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { getStoredCredentials, getStoredPassword } from "../secrets/stored-secrets.ts";
import { mapErrors } from "./map-errors.ts";

/** Answers the workers' requests. */
export function answerSecretRequests(db: Db, sealer: Sealer, audit: AuditLog): ApiHandlers<SecretsApi> {
  return mapErrors<SecretsApi>({
    "runs.source": async ({ run_id }) => {
      const source = await getRunSource(db, sealer, run_id);
      if (source.credentials !== null) await recordSecretUse(db, audit, run_id, "source");
      return source;
    },
    "runs.destination": async ({ run_id }) => {
      const destination = await getRunDestination(db, sealer, run_id);
      if (destination.password !== null) await recordSecretUse(db, audit, run_id, "destination");
      return destination;
    },
    "connections.source": ({ id }) => getConnectionSource(db, sealer, id),
    "connections.destination": ({ id }) => getConnectionDestination(db, sealer, id),
    "pipelines.source_credentials": async (request) => ({
      credentials: await getStoredCredentials(db, sealer, request),
    }),
    "pipelines.destination_password": async (request) => ({ password: await getStoredPassword(db, sealer, request) }),
    "runs.vendor_message": async (request) => {
      await putVendorMessage(db, request);
      return null;
    },
  });
}
