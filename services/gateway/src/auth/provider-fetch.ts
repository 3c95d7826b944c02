import { EgressGuard, GuardedHttp } from "@datamantri/runtime";

/** Identity providers may have private addresses, but not a cloud machine's metadata address. */
const guard = new EgressGuard({ allowsInside: true });

/** Keys and tokens of a provider are a few kilobytes: the default limit is enough. */
const http = new GuardedHttp(guard);

/**
 * Creates the fetch function for an identity provider. It reaches the configured address and those in the provider's
 * documents, and checks each when it connects.
 *
 * @throws PipelineError `egress_refused` for a configured URL that is never allowed: better at start than at a sign-in.
 */
export function openProviderFetch(url: string): typeof fetch {
  guard.assertHost(new URL(url).hostname);
  return http.fetch;
}
