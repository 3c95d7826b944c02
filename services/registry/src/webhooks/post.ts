import { request as requestHttp, type ClientRequest } from "node:http";
import { request as requestHttps } from "node:https";

import type { EgressGuard } from "@datamantri/runtime";

/**
 * Posts a body to a checked address. Redirects are not followed: they could lead anywhere.
 *
 * @returns the answer's status; what else it says is not read.
 * @throws PipelineError `egress_refused`; Error when there is no answer.
 */
export async function post(
  guard: EgressGuard,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const { protocol, hostname } = new URL(url);
  guard.assertHost(hostname);
  const open = protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const options = { method: "POST", headers, lookup: guard.lookup, agent: false as const, signal };
    const request: ClientRequest = open(url, options, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.once("error", reject);
    request.end(body);
  });
}
