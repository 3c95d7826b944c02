import { JetStreamApiError, type StreamConfig } from "@nats-io/jetstream";

import { PipelineError } from "@datamantri/runtime";

/**
 * Storage: JSStorageResourcesExceededErr (max_file_store of the server), JSAccountResourcesExceededErr.
 * https://github.com/nats-io/nats-server/blob/main/server/errors.json
 */
const storageCodes: ReadonlySet<number> = new Set([10047, 10002]);

/**
 * Temporary: a stream's files cannot be created now (JSStreamCreateErrF); too few servers for its copies are up
 * (JSClusterNoPeersErrF).
 */
const passing: ReadonlySet<number> = new Set([10049, 10005]);

/** True if JetStream refuses a stream's settings or size, and will refuse them again. */
export function isRefused(error: unknown): error is JetStreamApiError {
  if (!(error instanceof JetStreamApiError)) return false;
  if (storageCodes.has(error.code)) return true;
  // Other 503: no leader yet, an overloaded server, another server down or just started.
  return error.status !== 503 && !passing.has(error.code);
}

/** Says which stream was refused, and what it needs. */
export function toRefusal(error: JetStreamApiError, stream: Partial<StreamConfig>): PipelineError {
  const { name, max_bytes = -1 } = stream;
  const facts = { stream: name, api_code: error.code, ...(max_bytes > 0 ? { max_bytes } : {}) };
  const size = max_bytes > 0 ? ` It reserves ${max_bytes} bytes.` : "";
  const advice = storageCodes.has(error.code)
    ? `${size} Raise max_file_store of nats-server or the account's limit, or lower BATCHES_MAX_MESSAGES of the registry`
    : "";
  const message = `nats-server rejected the stream ${name}: ${error.message}.${advice}`;
  return new PipelineError("bus_misconfigured", message, facts, { cause: error });
}
