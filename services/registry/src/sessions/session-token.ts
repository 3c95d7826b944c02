/**
 * Secrets of a session. None is stored: each is computed from the session's random seed, its generation and a key
 * outside the database. Every token that a session ever had is therefore recognised. Two concurrent requests with the
 * same token can get the same successor.
 */
import { timingSafeEqual } from "node:crypto";

import type { SessionKind } from "@datamantri/api";

import type { Sealer } from "../secrets/sealer.ts";

const prefixes: Readonly<Record<SessionKind, string>> = { refresh: "dmr", browser: "dmb" };

export interface SessionSeed {
  readonly id: string;
  readonly kind: SessionKind;
  /** 32 random bytes. */
  readonly seed: Buffer;
}

export interface ParsedToken {
  readonly sessionId: string;
  readonly generation: number;
}

/** `<kind>_<session>_<generation>_<256 bits>` */
export function toSessionToken(sealer: Sealer, session: SessionSeed, generation: number): string {
  const mac = sealer.mac("session", `${session.kind}:${session.id}:${generation}:${session.seed.toString("hex")}`);
  return `${prefixes[session.kind]}_${session.id.replaceAll("-", "")}_${generation}_${mac.toString("base64url")}`;
}

/** Parses a token without verifying it; undefined if it cannot be of that kind. */
export function parseSessionToken(kind: SessionKind, token: string): ParsedToken | undefined {
  const match = /^(dm[rb])_([0-9a-f]{32})_(\d{1,9})_[A-Za-z0-9_-]{43}$/.exec(token);
  if (!match || match[1] !== prefixes[kind]) return undefined;
  const sessionId = match[2]!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { sessionId, generation: Number(match[3]) };
}

/** True if we issued the token. */
export function isGenuine(sealer: Sealer, session: SessionSeed, token: string, generation: number): boolean {
  const expected = Buffer.from(toSessionToken(sealer, session, generation));
  const actual = Buffer.from(token);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
