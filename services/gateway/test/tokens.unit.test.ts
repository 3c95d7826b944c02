import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, decodeJwt, exportJWK, jwtVerify, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";

import { PipelineError, Secret } from "@datamantri/runtime";

import { Tokens } from "../src/auth/tokens.ts";
import { makeSigningKey } from "./test-auth.ts";

const pem = makeSigningKey();
const claims = { userId: "user", sessionId: "session" };

function open(signingKey: string, verifyingKeys = "", lifetimeSeconds = 60): Tokens {
  return new Tokens({ signingKey: new Secret(signingKey), verifyingKeys: new Secret(verifyingKeys), lifetimeSeconds });
}

const tokens = open(pem);
const kid = tokens.publicJwks[0]!.kid;

/** Creates one of our tokens with the given differences. */
async function forge(
  header: Record<string, unknown> = {},
  payload: Record<string, unknown> = {},
  key = createPrivateKey(pem),
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1_000);
  const all = { sub: "user", sid: "session", iss: "datamantri", aud: "datamantri-api", exp: seconds + 60, ...payload };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(given).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid, ...header }).sign(key);
}

describe("an access token", () => {
  test("names user and session, to us and to anyone with the published keys", async () => {
    const token = await tokens.issue(claims);
    expect(await tokens.verify(token)).toEqual({ ...claims, expiresAtMs: (decodeJwt(token).exp ?? 0) * 1_000 });
    const keySet = createLocalJWKSet({ keys: [...tokens.publicJwks] });
    const { payload } = await jwtVerify(token, keySet, { issuer: "datamantri", audience: "datamantri-api" });
    expect(payload).toMatchObject({ sub: "user", sid: "session" });
    expect(JSON.stringify(tokens.publicJwks)).not.toContain('"d"');
    expect(await tokens.verify(await forge())).toMatchObject(claims);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["has expired", {}, { exp: 1 }],
    ["never expires", {}, { exp: undefined }],
    ["is not valid yet", {}, { nbf: 9_999_999_999 }],
    ["is for another audience", {}, { aud: "other" }],
    ["is of another issuer", {}, { iss: "other" }],
    ["is not an access token", { typ: "JWT" }, {}],
    ["belongs to no session", {}, { sid: undefined }],
    ["belongs to nobody", {}, { sub: undefined }],
    ["names no key", { kid: undefined }, {}],
    ["names another key", { kid: "other" }, {}],
  ])("that %s is refused", async (_what, header, payload) => {
    expect(await tokens.verify(await forge(header, payload))).toBeUndefined();
  });

  test("signed by another key is refused, even if it contains that key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const jwk = await exportJWK(publicKey);
    for (const header of [
      {},
      { jwk },
      { jku: "https://evil.example.com/jwks.json" },
      { x5u: "https://evil.example.com" },
    ]) {
      expect(await tokens.verify(await forge(header, {}, privateKey))).toBeUndefined();
    }
  });

  test("without a signature, or with our public key as a shared secret, is refused", async () => {
    const unsigned = new UnsecuredJWT({ sub: "user", sid: "session" })
      .setIssuer("datamantri")
      .setAudience("datamantri-api")
      .setExpirationTime("1 minute")
      .encode();
    expect(await tokens.verify(unsigned)).toBeUndefined();
    const [, payload] = (await forge()).split(".");
    const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "at+jwt", kid })).toString("base64url");
    const publicPem = createPublicKey(pem).export({ type: "spki", format: "pem" });
    const signature = createHmac("sha256", publicPem).update(`${header}.${payload}`).digest("base64url");
    expect(await tokens.verify(`${header}.${payload}.${signature}`)).toBeUndefined();
  });

  test("changed by one bit is refused", async () => {
    const token = await tokens.issue(claims);
    const [header, payload, signature] = token.split(".") as [string, string, string];
    const other = Buffer.from(payload, "base64url").toString().replace('"user"', '"root"');
    expect(await tokens.verify(`${header}.${Buffer.from(other).toString("base64url")}.${signature}`)).toBeUndefined();
    for (const wrong of ["", "a.b.c", `${header}.${payload}.`, `${header}.${payload}`]) {
      expect(await tokens.verify(wrong)).toBeUndefined();
    }
  });
});

describe("changing the signing key", () => {
  test("locks nobody out: the next key is published first, the previous one is accepted until its tokens expire", async () => {
    const next = makeSigningKey();
    const announced = open(pem, next);
    const changed = open(next, pem);
    const oldToken = await announced.issue(claims);
    const newToken = await changed.issue(claims);
    for (const gateway of [announced, changed]) {
      for (const token of [oldToken, newToken]) expect(await gateway.verify(token)).toMatchObject(claims);
      expect(gateway.publicJwks).toHaveLength(2);
    }
    const done = open(next);
    expect(await done.verify(newToken)).toMatchObject(claims);
    expect(await done.verify(oldToken)).toBeUndefined();
  });

  test("takes several further keys, also public ones", () => {
    const publicPem = createPublicKey(makeSigningKey()).export({ type: "spki", format: "pem" }).toString();
    expect(open(pem, `${makeSigningKey()}\n${publicPem}\n${pem}`).publicJwks).toHaveLength(3);
  });

  test.each([
    ["SIGNING_KEY", "nonsense", ""],
    ["SIGNING_KEY", makeSigningKey("ed448"), ""],
    ["VERIFYING_KEYS", pem, "nonsense"],
    ["VERIFYING_KEYS", pem, makeSigningKey("ed448")],
  ])("reports that %s is not a key", (setting, signing, verifying) => {
    expect(() => open(signing, verifying)).toThrow(PipelineError);
    expect(() => open(signing, verifying)).toThrow(setting);
  });
});
