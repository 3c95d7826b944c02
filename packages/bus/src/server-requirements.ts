/** What a nats-server must be and allow. Checked at each connection: the servers of a cluster may differ. */
import type { NatsConnection } from "@nats-io/transport-node";

import { PipelineError } from "@datamantri/runtime";

/**
 * Before 2.10.6, `discard: new` with `max_bytes` admits a message and then deletes acknowledged ones
 * (nats-server issues 4771 and 4775, fixed by 4772 and 4802).
 */
export const minimumServerVersion = "2.10.6";

/** Largest batch message: 4 MiB of rows and the envelope. */
export const maxBatchMessageBytes = 4 * 2 ** 20 + 64 * 2 ** 10;

/** The server's greeting, https://docs.nats.io/reference/reference-protocols/nats-protocol#info */
export type ServerInfo = Pick<NonNullable<NatsConnection["info"]>, "version" | "max_payload" | "server_name">;

/** @throws PipelineError `bus_misconfigured` when the server is older than the minimum. */
export function assertServerVersion({ version, server_name }: ServerInfo): void {
  if (compareVersions(version, minimumServerVersion) >= 0) return;
  throw new PipelineError(
    "bus_misconfigured",
    `nats-server ${version} (${server_name}) can lose acknowledged messages. Upgrade it to ${minimumServerVersion} or newer`,
    { version },
  );
}

/**
 * Finds that the server's `max_payload` is too small for a batch: small tables would pass, and large ones fail in the
 * middle.
 */
export function findSmallPayload({ max_payload, server_name }: ServerInfo): PipelineError | undefined {
  if (max_payload >= maxBatchMessageBytes) return undefined;
  return new PipelineError(
    "bus_misconfigured",
    `nats-server ${server_name} accepts messages of ${max_payload} bytes, and batches of rows have up to ` +
      `${maxBatchMessageBytes}. Set max_payload: 8MB in its configuration`,
    { max_payload, needed: maxBatchMessageBytes },
  );
}

/** Negative when `a` is older than `b`; an invalid version is older than every other. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  const index = left.findIndex((part, i) => part !== right[i]);
  return index < 0 ? 0 : left[index]! - right[index]!;
}

function parse(version: string): readonly number[] {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match ? match.slice(1).map(Number) : [-1, -1, -1];
}
