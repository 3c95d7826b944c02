import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

import type { Caller } from "@datamantri/contracts";
import type { Actor } from "@datamantri/api";

import type { AppEnv } from "./identity.ts";

const nobody: Actor = { kind: "anonymous", id: null, name: "anonymous" };

/** Determines the actor and address of a request. */
export class Callers {
  readonly #proxyCount: number;

  /** @param proxyCount our proxies in front of the gateway, each of which appends to X-Forwarded-For. */
  constructor(proxyCount: number) {
    this.#proxyCount = proxyCount;
  }

  callerOf(context: Context<AppEnv>, actor: Actor = context.get("identity")?.actor ?? nobody): Caller {
    return { actor, address: this.#addressOf(context), request_id: context.get("requestId") ?? null };
  }

  /** Values that clients wrote into X-Forwarded-For themselves are further to the left and are ignored. */
  #addressOf(context: Context): string | null {
    const direct = getConnInfo(context).remote.address ?? null;
    if (this.#proxyCount === 0) return direct;
    const told = (context.req.header("x-forwarded-for") ?? "").split(",").map((address) => address.trim());
    const address = told.at(-this.#proxyCount) ?? "";
    return isIP(address) === 0 ? direct : address;
  }
}
