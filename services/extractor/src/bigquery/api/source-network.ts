import { EgressGuard, GuardedHttp, Secret, type ProxySettings } from "@datamantri/runtime";

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

/** Only Google answers for these names. */
const trusted = ["*.googleapis.com"];

const noProxy = { url: new Secret(""), exempt: "" };

/**
 * Stand-ins and private endpoints may have private addresses, but not a cloud machine's metadata address.
 *
 * @param networks the operator's list; if empty, everything else may be reached.
 * @param proxy for Google, and for https servers that the list has by name.
 * @throws PipelineError `config_invalid`
 */
export function openSourceNetwork(
  networks: string,
  proxy: Omit<ProxySettings, "trusted"> = noProxy,
  maxBytes = maxAnswerBytes,
): SourceNetwork {
  const guard = EgressGuard.fromSetting("SOURCE_NETWORKS", networks);
  const through = { ...proxy, trusted };
  return { api: new GuardedHttp(guard, maxBytes, through), identity: new GuardedHttp(guard, undefined, through) };
}
