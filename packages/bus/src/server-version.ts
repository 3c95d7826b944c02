import { PipelineError } from "@datamantri/runtime";

/**
 * Before 2.10.6, `discard: new` with `max_bytes` admits a message and then deletes acknowledged ones
 * (nats-server issues 4771 and 4775, fixed by 4772 and 4802).
 */
export const minimumServerVersion = "2.10.6";

/** @throws PipelineError `bus_misconfigured` when the server is older than the minimum. */
export function assertServerVersion(version: string): void {
  if (compareVersions(version, minimumServerVersion) >= 0) return;
  throw new PipelineError(
    "bus_misconfigured",
    `nats-server ${version} can lose acknowledged messages; ${minimumServerVersion} or newer is needed`,
    { version },
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
