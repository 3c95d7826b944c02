import { setImmediate as nextRound } from "node:timers/promises";

import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

import { operationOf } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";
import { bodyLimitsOf } from "./body-limits.ts";
import { threadMs } from "./work-budget.ts";

/** Far more than a configuration or a credentials file has. Serializing deeper JSON could overflow the stack. */
const maxDepth = 32;
/** Each new field name costs extra work. */
const maxFields = 1_000;
/** Larger bodies cause delays that other requests can notice. */
const largeBytes = 16 * 2 ** 10;

/**
 * Reads a request's JSON once. Depth and number of values are counted in its bytes before it is parsed. The caller is
 * charged for the time of reading and checking it. The process parses one larger body per round of its event loop, so
 * that many at once delay other requests by no more than one.
 */
export function readJson(): MiddlewareHandler<AppEnv> {
  let queue = Promise.resolve();
  return async (context, next) => {
    if (isRead(context.req.method) || !/\bjson\b/i.test(context.req.header("content-type") ?? "")) return next();
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    if (bytes.length > largeBytes) await (queue = queue.then(() => nextRound()));
    context.get("assertWorkLeft")?.();
    let since = threadMs();
    const markWork = (): void => {
      const now = threadMs();
      context.get("chargeWork")?.(now - since);
      since = now;
    };
    context.set("markWork", markWork);
    try {
      const body = parse(bytes, bodyLimitsOf(operationOf(context)).values);
      context.req.json = async () => (body instanceof Error ? Promise.reject(body) : (body as never));
    } finally {
      markWork();
    }
    return next();
  };
}

/**
 * @returns the value, or the reason why it is invalid: some routes ignore the body.
 * @throws ProblemError for a body that no route accepts.
 */
function parse(bytes: Uint8Array, maxValues: number): unknown {
  refuse(whyTooMuch(bytes, maxValues));
  let body: unknown;
  try {
    // https://www.rfc-editor.org/rfc/rfc8259#section-8.1
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    return new HTTPException(400, { cause });
  }
  return refuseUnstorable(body);
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new ProblemError({ status: 400, code: "request_invalid", detail: reason });
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Looks only at brackets, commas and the ends of strings: invalid JSON may pass. */
export function whyTooMuch(bytes: Uint8Array, maxValues: number): string | undefined {
  let values = 1;
  let isText = false;
  /** Remaining commas for each open object and array. */
  const open: number[] = [Infinity];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isText) {
      if (byte === backslash) at++;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === comma) {
      values++;
      const left = --open[open.length - 1]!;
      if (left === 0) return `the body has an object with more than ${maxFields} fields`;
    } else if (byte === openArray || byte === openObject) {
      values++;
      open.push(byte === openObject ? maxFields : Infinity);
      if (open.length - 1 > maxDepth) return `the body is nested more than ${maxDepth} levels deep`;
    } else if ((byte === closeArray || byte === closeObject) && open.length > 1) open.pop();
    if (values > maxValues) return `the body has more than ${maxValues} values, the most that this operation takes`;
  }
  return undefined;
}

/**
 * Refuses strings with U+0000, which PostgreSQL cannot store, or with an unpaired surrogate, which is not Unicode.
 * Works level by level, without recursion.
 *
 * @returns the same body.
 * @throws ProblemError 400
 */
export function refuseUnstorable(body: unknown): unknown {
  for (let level = [body]; level.length > 0;) {
    const isOdd = level.some((value) => typeof value === "string" && (value.includes("\0") || !value.isWellFormed()));
    refuse(isOdd ? "the body has a string with the character U+0000 or an unpaired surrogate" : undefined);
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? namesAndValues(value) : []));
  }
  return body;
}

function namesAndValues(value: object): unknown[] {
  return Array.isArray(value) ? value : Object.entries(value).flat();
}
