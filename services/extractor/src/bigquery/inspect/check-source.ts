/** Checks step by step whether BigQuery can be used with these credentials. Nothing is run or billed. */
import type { SourceAccessConfig } from "@datamantri/contracts";
import type { ConnectionCheck } from "@datamantri/api";
import { toPipelineError, type ErrorCode } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { Billing } from "../jobs/cost.ts";
import { dryRunQuery } from "../jobs/query-job.ts";

const labels = { datamantri_purpose: "check" };

/** Steps that any answer of BigQuery proves to work. */
const way = ["tcp", "credentials"] as const;

/** Reports failures as checks. @throws PipelineError only when the signal aborts. */
export async function checkSource(
  open: () => Promise<BigQueryClient>,
  config: SourceAccessConfig,
  billing: Billing,
  signal: AbortSignal,
): Promise<readonly ConnectionCheck[]> {
  const project = config.data_project ?? config.project;
  let client: BigQueryClient;
  try {
    client = await open();
  } catch (error) {
    return [failedCheck("credentials", error)];
  }
  const attempt = async (check: ConnectionCheck["check"], work: () => Promise<string>): Promise<ConnectionCheck> => {
    try {
      return { check, ok: true, message: await work(), code: null };
    } catch (error) {
      signal.throwIfAborted();
      return failedCheck(check, error);
    }
  };
  const listed = await attempt("datasets", async () => {
    const path = `${encodeURIComponent(project)}/datasets`;
    await client.json({ path, query: { maxResults: 1 } }, signal);
    return `datasets of ${project} can be listed`;
  });
  const broken = stepOf(listed.code);
  if (broken !== undefined) {
    const before = way.slice(0, way.indexOf(broken)).map(passed);
    return [...before, { ...listed, check: broken }];
  }
  const jobs = await attempt("jobs", async () => {
    await dryRunQuery(client, config, { text: "SELECT 1" }, { labels, billing, signal });
    return `queries can be run in ${config.project}`;
  });
  return [...way.map(passed), listed, jobs];
}

const found = { tcp: "BigQuery responds", credentials: "BigQuery accepts the credentials" } as const;

function passed(check: (typeof way)[number]): ConnectionCheck {
  return { check, ok: true, message: found[check], code: null };
}

/** The step that an error belongs to; undefined when BigQuery accepted the login and refused the request. */
function stepOf(code: string | null): (typeof way)[number] | undefined {
  const steps: Partial<Record<ErrorCode, (typeof way)[number]>> = {
    source_unavailable: "tcp",
    egress_refused: "tcp",
    source_proxy_refused: "tcp",
    source_response_invalid: "tcp",
    source_response_refused: "tcp",
    source_credentials_invalid: "credentials",
  };
  return steps[code as ErrorCode];
}

/** A failed step with its reason. */
export function failedCheck(check: ConnectionCheck["check"], error: unknown): ConnectionCheck {
  const { code, message, vendorMessage: vendor_message = null } = toPipelineError(error);
  const isOurs = code === "internal";
  const said = isOurs ? "the check failed; see the extractor's log" : message;
  return { check, ok: false, message: said, code, vendor_message };
}
