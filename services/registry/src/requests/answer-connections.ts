import type { ApiHandlers } from "@datamantri/bus";
import type { ConnectionsApi } from "@datamantri/contracts";

import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  replaceConnection,
} from "../connections/connections.ts";
import type { Db } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";

/** Answers requests about connections, without their secrets. */
export function answerConnectionRequests(db: Db, sealer: Sealer): ApiHandlers<ConnectionsApi> {
  return {
    "connections.create": (request) => createConnection(db, sealer, request),
    "connections.list": () => listConnections(db),
    "connections.get": ({ id }) => getConnection(db, id),
    "connections.replace": (request) => replaceConnection(db, sealer, request),
    "connections.delete": ({ id }) => deleteConnection(db, id),
  };
}
