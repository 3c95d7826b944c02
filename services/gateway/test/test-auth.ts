import { generateKeyPairSync } from "node:crypto";

import { openLog, Secret } from "@datamantri/runtime";

import { createApp } from "../src/app.ts";
import { openAuth, type AuthOptions } from "../src/auth/auth.ts";

export function makeSigningKey(type: "ed25519" | "ed448" = "ed25519"): string {
  // The overloads of the declaration know one type each.
  const { privateKey } = generateKeyPairSync(type as "ed25519");
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

export function authOptions(more: Partial<AuthOptions> = {}): AuthOptions {
  return {
    tokens: { signingKey: new Secret(makeSigningKey()), verifyingKeys: new Secret(""), lifetimeSeconds: 60 },
    publicUrl: "",
    isLoopback: true,
    proxyCount: 0,
    external: undefined,
    oidc: undefined,
    ...more,
  };
}

/** The application without a backend, for decisions that need none. */
export function openApp(more: Partial<AuthOptions> = {}) {
  const nothing = undefined as never;
  return createApp(nothing, openAuth(nothing, authOptions(more)), openLog("gateway", "silent"), nothing);
}
