/**
 * Decides which refusals are written in full. A user who is refused a thousand times must neither fill the audit log
 * nor block its chain. In each window the first refusals of a user and operation get their own entries; the others are
 * counted. Uses no clock and no database.
 */
import type { Caller } from "@datamantri/contracts";
import type { Actor, AuditEvent } from "@datamantri/api";

import type { NewEntry } from "./audit-chain.ts";

export interface Refusal {
  readonly caller: Caller;
  readonly event: AuditEvent;
  /** The user; for an API key its owner. Null when nobody is signed in. */
  readonly userId: string | null;
}

export interface RefusalLimits {
  /** A user's window of an operation begins with their first refusal. */
  readonly windowMs: number;
  /** Refusals of a window that get their own entries. */
  readonly fullCount: number;
  /**
   * Limit of concurrent windows. Beyond it, all users share one window for each operation, because attackers can choose
   * any number of addresses.
   */
  readonly maxWindows: number;
}

export const refusalLimits: RefusalLimits = { windowMs: 60_000, fullCount: 5, maxWindows: 1_000 };

interface Window {
  readonly endsMs: number;
  fullCount: number;
  /** Undefined while every refusal has its own entry. */
  counted: Counted | undefined;
}

interface Counted {
  readonly event: AuditEvent;
  /** Null when there are several. */
  userId: string | null;
  readonly firstMs: number;
  lastMs: number;
  count: number;
  actor: Actor;
  address: string | null;
}

/** Actor of an entry that counts refusals of different actors. */
const several: Actor = { kind: "anonymous", id: null, name: "several" };

export class Refusals {
  readonly #limits: RefusalLimits;
  readonly #windows = new Map<string, Window>();
  #ended: Counted[] = [];

  constructor(limits: RefusalLimits = refusalLimits) {
    this.#limits = limits;
  }

  /** @returns true if the refusal gets its own entry. Otherwise it is counted. */
  note(refusal: Refusal, nowMs: number): boolean {
    const window = this.#windowOf(refusal, nowMs);
    if (window.fullCount < this.#limits.fullCount) {
      window.fullCount++;
      return true;
    }
    const { caller, event, userId } = refusal;
    const { actor, address } = caller;
    const counted = (window.counted ??= { event, userId, firstMs: nowMs, lastMs: nowMs, count: 0, actor, address });
    counted.count++;
    counted.lastMs = nowMs;
    if (counted.actor.kind !== actor.kind || counted.actor.id !== actor.id) counted.actor = several;
    if (counted.address !== address) counted.address = null;
    if (counted.userId !== userId) counted.userId = null;
    return false;
  }

  /** Removes the windows that have ended and returns an entry for each that counted refusals. */
  takeEnded(nowMs: number): NewEntry[] {
    for (const [key, window] of this.#windows) if (window.endsMs <= nowMs) this.#end(key, window);
    const entries = this.#ended.map(toEntry);
    this.#ended = [];
    return entries;
  }

  /** Like `takeEnded`, for every window. */
  takeAll(): NewEntry[] {
    return this.takeEnded(Number.POSITIVE_INFINITY);
  }

  #windowOf({ caller, event, userId }: Refusal, nowMs: number): Window {
    const { kind, id } = caller.actor;
    const who = userId === null ? [kind, id, event.facts["email"]] : [userId];
    const own = this.#openWindow(JSON.stringify([...who, event.action, event.outcome]), nowMs);
    if (own) return own;
    return this.#openWindow(JSON.stringify([event.action, event.outcome]), nowMs, true)!;
  }

  #openWindow(key: string, nowMs: number, isShared = false): Window | undefined {
    const present = this.#windows.get(key);
    if (present && present.endsMs > nowMs) return present;
    if (present) this.#end(key, present);
    if (this.#windows.size >= this.#limits.maxWindows && !isShared) return undefined;
    const window = { endsMs: nowMs + this.#limits.windowMs, fullCount: 0, counted: undefined };
    this.#windows.set(key, window);
    return window;
  }

  #end(key: string, { counted }: Window): void {
    this.#windows.delete(key);
    if (counted) this.#ended.push(counted);
  }
}

function toEntry({ event, userId, firstMs, lastMs, count, actor, address }: Counted): NewEntry {
  const facts = {
    refused_count: count,
    first_at: new Date(firstMs).toISOString(),
    last_at: new Date(lastMs).toISOString(),
    ...(userId === null ? {} : { user_id: userId }),
  };
  const { action, outcome } = event;
  return { caller: { actor, address, request_id: null }, event: { action, outcome, object: null, facts } };
}
