import { EgressGuard, GuardedHttp } from "@datamantri/runtime";

/**
 * Limit of an unpacked answer. JavaScript strings, which nested values are read into, have a slightly higher limit.
 * BigQuery cuts pages at about 10 MB: only a single row can be this large.
 */
const maxAnswerBytes = 500 * 2 ** 20;

/** HTTP clients for addresses that sources name. One instance per process, to reuse connections. */
export interface SourceNetwork {
  readonly api: GuardedHttp;
  /** For typed-in credentials; tokens are a few kilobytes. */
  readonly identity: GuardedHttp;
}

/**
 * Stand-ins and private endpoints may have private addresses, but not a cloud machine's metadata address.
 *
 * @param networks the operator's list; if empty, everything else may be reached.
 * @throws PipelineError `config_invalid`
 */
export function openSourceNetwork(networks: string, maxBytes = maxAnswerBytes): SourceNetwork {
  const guard = EgressGuard.fromSetting("SOURCE_NETWORKS", networks);
  return { api: new GuardedHttp(guard, maxBytes), identity: new GuardedHttp(guard) };
}
