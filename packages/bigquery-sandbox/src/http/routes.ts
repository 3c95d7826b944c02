import { cancelJob, getJob, insertJob, listJobs } from "./jobs-api.ts";
import { getQueryResults, type RequestIds, runQuery } from "./queries-api.ts";
import { changeDataset, deleteDataset, getDataset, insertDataset, listDatasets } from "./datasets-api.ts";
import { getServiceAccount, listProjects } from "./projects-api.ts";
import { insertAll, listTableData } from "./tabledata-api.ts";
import { changeTable, deleteTable, getTable, insertTable, listTables } from "./tables-api.ts";
import { continueUpload, startUpload } from "./uploads-api.ts";
import type { Call, Services } from "./call.ts";
import type { Reply } from "./reply.ts";

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

type PlainHandler = (services: Services, call: Call) => Reply | Promise<Reply>;

const project = "/projects/:project";
const dataset = `${project}/datasets/:dataset`;
const table = `${dataset}/tables/:table`;

// https://cloud.google.com/bigquery/docs/reference/rest
const ROUTES: readonly Route[] = [
  routeWith("jobs.query", `POST ${project}/queries`, runQuery),
  route("jobs.getQueryResults", `GET ${project}/queries/:job`, getQueryResults),
  route("jobs.insert", `POST ${project}/jobs`, insertJob),
  route("jobs.list", `GET ${project}/jobs`, listJobs),
  route("jobs.get", `GET ${project}/jobs/:job`, getJob),
  route("jobs.cancel", `POST ${project}/jobs/:job/cancel`, cancelJob),
  route("projects.list", "GET /projects", listProjects),
  route("projects.getServiceAccount", `GET ${project}/serviceAccount`, getServiceAccount),
  route("datasets.list", `GET ${project}/datasets`, listDatasets),
  route("datasets.insert", `POST ${project}/datasets`, insertDataset),
  route("datasets.get", `GET ${dataset}`, getDataset),
  route("datasets.patch", `PATCH ${dataset}`, changeDataset),
  route("datasets.update", `PUT ${dataset}`, changeDataset),
  route("datasets.delete", `DELETE ${dataset}`, deleteDataset),
  route("tables.list", `GET ${dataset}/tables`, listTables),
  route("tables.insert", `POST ${dataset}/tables`, insertTable),
  route("tables.get", `GET ${table}`, getTable),
  route("tables.patch", `PATCH ${table}`, changeTable),
  route("tables.update", `PUT ${table}`, changeTable),
  route("tables.delete", `DELETE ${table}`, deleteTable),
  route("tabledata.list", `GET ${table}/data`, listTableData),
  route("jobs.insert", "POST /upload/bigquery/v2/projects/:project/jobs", startUpload),
  route("jobs.insert", "PUT /upload/bigquery/v2/projects/:project/jobs", continueUpload),
  route("tabledata.insertAll", `POST ${table}/insertAll`, insertAll),
];

function route(operation: string, shape: string, handle: PlainHandler): Route {
  return routeWith(operation, shape, (services, _, call) => handle(services, call));
}

function routeWith(operation: string, shape: string, handler: Handler): Route {
  const [method = "", path = ""] = shape.split(" ");
  const pattern = `^(?:/bigquery/v2|/resumable)?${path}$`.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
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
