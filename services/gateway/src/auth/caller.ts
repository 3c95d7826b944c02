import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

import type { Caller } from "@datamantri/contracts";
import type { Actor } from "@datamantri/api";

import type { AppEnv } from "./identity.ts";

const nobody: Actor = { kind: "anonymous", id: null, name: "anonymous" };

/** Says of a request who makes it and from where. */
export class Callers {
  readonly #proxyCount: number;

  /** @param proxyCount proxies of ours in front of the gateway, each of which adds to X-Forwarded-For. */
  constructor(proxyCount: number) {
    this.#proxyCount = proxyCount;
  }

  callerOf(context: Context<AppEnv>, actor: Actor = context.get("identity")?.actor ?? nobody): Caller {
    return { actor, address: this.#addressOf(context), request_id: context.get("requestId") ?? null };
  }

  /** What clients wrote into X-Forwarded-For themselves stands further to the left and is not believed. */
  #addressOf(context: Context): string | null {
    const direct = getConnInfo(context).remote.address ?? null;
    if (this.#proxyCount === 0) return direct;
    const told = (context.req.header("x-forwarded-for") ?? "").split(",").map((address) => address.trim());
    const address = told.at(-this.#proxyCount) ?? "";
    return isIP(address) === 0 ? direct : address;
  }
}
