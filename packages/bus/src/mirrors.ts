/**
 * Mirrors of the registry's streams in the followers' accounts (docs/adr/0013-accounts.md). Called only by the
 * registry.
 */
import {
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from "@nats-io/jetstream";

import { apiPrefixes, mirrorApi, mirrorDelivery, mirrors, type Mirror } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { epochKey, epochOf } from "./generation.ts";
import { findOrUndefined, isWithoutResponder, toBusError } from "./nats-errors.ts";

interface Found {
  readonly mirror: Mirror;
  /** Manages the streams of the mirror's account. */
  readonly jsm: JetStreamManager;
  /** Undefined when the mirror does not exist. */
  readonly info: StreamInfo | undefined;
}

/**
 * Creates missing mirrors. Recreates a mirror whose stream was recreated or restored to an earlier state: otherwise its
 * positions would differ from the stream's. Followers see a new creation time.
 *
 * @returns the accounts whose mirror was created. None if all share an account and read the streams directly.
 * @throws PipelineError `bus_unavailable`, also while a stream does not exist.
 */
export async function ensureMirrors(bus: Bus): Promise<readonly string[]> {
  try {
    // Read before the streams, which can then only be ahead.
    const found = (await Promise.all(mirrors.map((mirror) => find(bus, mirror)))).filter((each) => each !== undefined);
    const names = [...new Set(found.map(({ mirror }) => mirror.stream))];
    const streams = new Map(
      await Promise.all(names.map(async (name) => [name, await bus.jsm.streams.info(name)] as const)),
    );
    const created: string[] = [];
    for (const each of found) {
      if (await ensure(bus, each, streams.get(each.mirror.stream)!)) created.push(each.mirror.account);
    }
    return created;
  } catch (error) {
    throw toBusError(error);
  }
}

/** Undefined if its account does not exist. */
async function find(bus: Bus, mirror: Mirror): Promise<Found | undefined> {
  const jsm = await jetstreamManager(bus.control, { checkAPI: false, apiPrefix: mirrorApi(mirror) });
  try {
    return { mirror, jsm, info: await findOrUndefined(() => jsm.streams.info(mirror.stream)) };
  } catch (error) {
    if (isWithoutResponder(error)) return undefined;
    throw error;
  }
}

/** @returns true if it was created. */
async function ensure(bus: Bus, { mirror, jsm, info }: Found, stream: StreamInfo): Promise<boolean> {
  const wanted = toConfig(mirror, stream);
  if (info !== undefined) {
    if (await follows(bus, info, stream)) {
      if (!isAsWanted(info.config, wanted)) await jsm.streams.update(mirror.stream, wanted);
      return false;
    }
    await jsm.streams.delete(mirror.stream);
  }
  await jsm.streams.add(wanted).catch((error: unknown) => {
    // Another registry created it a moment ago.
    if (!(error instanceof JetStreamApiError && error.code === streamNameInUse)) throw error;
  });
  return true;
}

/** True if the mirror's content equals the stream's: the stream may have lost its end, and grown again since. */
async function follows(
  bus: Bus,
  { config, state: mirrored }: StreamInfo,
  { created, state, config: stream }: StreamInfo,
): Promise<boolean> {
  if (config.metadata?.[createdKey] !== created || mirrored.last_seq > state.last_seq) return false;
  if (mirrored.messages === 0 || mirrored.last_seq < state.first_seq) return true;
  const last = await bus.jsm.streams.getMessage(stream.name, { seq: mirrored.last_seq });
  return last === null || last.time.getTime() === Date.parse(mirrored.last_ts);
}

/** Creation time of the mirrored stream. */
const createdKey = "datamantri-created";

/** JSStreamNameExistErr: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const streamNameInUse = 10058;

/** A mirror keeps messages that its stream drops, so it needs the same limits. */
const bounds = ["num_replicas", "max_age", "max_bytes", "max_msgs_per_subject"] as const;

function toConfig(mirror: Mirror, { config, created }: StreamInfo): StreamConfig & { name: string } {
  const { name, storage, allow_direct } = config;
  return {
    name,
    storage,
    allow_direct,
    ...(Object.fromEntries(bounds.map((key) => [key, config[key]])) as Pick<StreamConfig, (typeof bounds)[number]>),
    mirror: { name, external: { api: apiPrefixes.source, deliver: mirrorDelivery(mirror) } },
    ...(mirror.republished === undefined ? {} : { republish: { src: mirror.republished, dest: mirror.republished } }),
    metadata: { [createdKey]: created, [epochKey]: String(epochOf(config)) },
  } as unknown as StreamConfig & { name: string };
}

function isAsWanted(stored: StreamConfig, wanted: StreamConfig): boolean {
  const isRepublished = JSON.stringify(stored.republish ?? null) === JSON.stringify(wanted.republish ?? null);
  return isRepublished && epochOf(stored) === epochOf(wanted) && bounds.every((key) => stored[key] === wanted[key]);
}
