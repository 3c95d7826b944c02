import { EgressGuard, GuardedHttp } from "@datamantri/runtime";

/** Identity providers may have private addresses, but not a cloud machine's metadata address. */
const guard = new EgressGuard({ allowsInside: true });

/** Keys and tokens of a provider are some kilobytes: the default limit is enough. */
const http = new GuardedHttp(guard);

/**
 * How an identity provider is asked: at the address of the settings and at those that its own documents name, each
 * checked where it is connected to.
 *
 * @throws PipelineError `egress_refused` for a URL of the settings that may never be reached: better at the start than
 *   when somebody signs in.
 */
export function openProviderFetch(url: string): typeof fetch {
  guard.assertHost(new URL(url).hostname);
  return http.fetch;
}
