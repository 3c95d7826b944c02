/** BigQuery's errors, and clocks. */
import type { World } from "../world/world.ts";
import { nothingToHeal, type Fault } from "./fault.ts";

/** Operations of workers; the tables are changed by `jobs.query`. */
const operations = ["tabledata.list", "tables.get", "jobs.insert", "jobs.getQueryResults", "jobs.get"] as const;

/** Requests about a query's job, and for its result: an anonymous table, which expires with the job. */
const ofJobs: readonly string[] = ["jobs.getQueryResults", "jobs.get", "/datasets/_[^/]+/tables/[^/]+/data"];

/** Fewer than a worker tries. */
const errors = 3;

export function bigqueryFault(fault: string): Fault {
  return async ({ bigqueryUrl }, { random }) => {
    const rules = (fault === "expired_job" ? ofJobs : operations).map((match) => ({
      match,
      fault,
      after: Math.floor(random * 4),
      count: errors,
      delayMs: 800,
    }));
    await send(bigqueryUrl, "POST", { rules });
    return () => send(bigqueryUrl, "DELETE");
  };
}

export async function clearBigqueryFaults({ bigqueryUrl }: World): Promise<void> {
  await send(bigqueryUrl, "DELETE");
}

async function send(url: string, method: string, body?: object): Promise<void> {
  const response = await fetch(`${url}/sandbox/faults`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} /sandbox/faults answered ${response.status}: ${await response.text()}`);
}

const hour = 3_600;

/** One scheduler's clock jumps, and comes back. */
export function clockFault(direction: 1 | -1): Fault {
  return async ({ setClock }) => {
    if (setClock === undefined) return "skipped";
    setClock(direction * hour);
    return () => setClock(0);
  };
}

/** The client of events is cut by itself: see event-client.ts. */
export const clientFault: Fault = async () => nothingToHeal;
