import { EgressGuard, GuardedHttp } from "@datamantri/runtime";

/**
 * Of an answer, unpacked. JavaScript's strings, into which nested values are read, end a little later. BigQuery cuts pages at
 * some 10 MB: only a single row can have as much.
 */
const maxAnswerBytes = 500 * 2 ** 20;

/** The ways to addresses that sources name. One for a process: connections are used again. */
export interface SourceNetwork {
  readonly api: GuardedHttp;
  /** For credentials that a person typed in; what these are exchanged for is some kilobytes. */
  readonly identity: GuardedHttp;
}

/**
 * Stand-ins and private endpoints may have private addresses, but not a cloud machine's metadata address.
 *
 * @param networks the operator's list; everything else may be reached when it is empty.
 * @throws PipelineError `config_invalid`
 */
export function openSourceNetwork(networks: string, maxBytes = maxAnswerBytes): SourceNetwork {
  const guard = EgressGuard.fromSetting("SOURCE_NETWORKS", networks);
  return { api: new GuardedHttp(guard, maxBytes), identity: new GuardedHttp(guard) };
}
