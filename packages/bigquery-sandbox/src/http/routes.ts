import { cancelJob, getJob, insertJob, listJobs } from "./jobs-api.ts";
import { getQueryResults, type RequestIds, runQuery } from "./queries-api.ts";
import { getDataset, getTable, listDatasets, listTableData, listTables } from "./tables-api.ts";
import type { Call, Reply, Services } from "./call.ts";

/** Answers one operation. */
export type Handler = (services: Services, requestIds: RequestIds, call: Call) => Reply | Promise<Reply>;

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

/** A request's operation, its path parameters, and its handler. */
export interface Match {
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly handler: Handler;
}

// https://cloud.google.com/bigquery/docs/reference/rest
const ROUTES: readonly Route[] = [
  route("jobs.query", "POST /queries", (services, requestIds, call) => runQuery(services, requestIds, call)),
  route("jobs.getQueryResults", "GET /queries/:job", (services, _, call) => getQueryResults(services, call)),
  route("jobs.insert", "POST /jobs", (services, _, call) => insertJob(services, call)),
  route("jobs.list", "GET /jobs", (services, _, call) => listJobs(services, call)),
  route("jobs.get", "GET /jobs/:job", (services, _, call) => getJob(services, call)),
  route("jobs.cancel", "POST /jobs/:job/cancel", (services, _, call) => cancelJob(services, call)),
  route("datasets.list", "GET /datasets", (services, _, call) => listDatasets(services, call)),
  route("datasets.get", "GET /datasets/:dataset", (services, _, call) => getDataset(services, call)),
  route("tables.list", "GET /datasets/:dataset/tables", (services, _, call) => listTables(services, call)),
  route("tables.get", "GET /datasets/:dataset/tables/:table", (services, _, call) => getTable(services, call)),
  route("tabledata.list", "GET /datasets/:dataset/tables/:table/data", (services, _, call) =>
    listTableData(services, call),
  ),
];

function route(operation: string, shape: string, handler: Handler): Route {
  const [method = "", path = ""] = shape.split(" ");
  const pattern = `^(?:/bigquery/v2)?/projects/:project${path}$`.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
  return { operation, method, pattern: new RegExp(pattern), handler };
}

/**
 * Finds the operation of a request. Both prefixes are served: official clients prepend /bigquery/v2, except Node's when
 * BIGQUERY_EMULATOR_HOST points here.
 */
export function findRoute(method: string, pathname: string): Match | undefined {
  for (const { operation, method: routeMethod, pattern, handler } of ROUTES) {
    const found = routeMethod === method ? pattern.exec(pathname) : null;
    if (found === null) continue;
    const parts = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operation, path: Object.fromEntries(parts) as Record<string, string>, handler };
  }
  return undefined;
}
