/** Access tokens: short-lived JWTs, EdDSA only. */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";

import { PipelineError, type Secret } from "@datamantri/runtime";

const algorithm = "EdDSA";
const issuer = "datamantri";
const audience = "datamantri-api";

export class Tokens {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #lifetimeSeconds: number;

  /** @throws PipelineError `config_invalid` when the key is no Ed25519 key in PEM. */
  constructor(key: Secret, lifetimeSeconds: number) {
    try {
      this.#privateKey = createPrivateKey(key.reveal());
      this.#publicKey = createPublicKey(this.#privateKey);
    } catch (cause) {
      throw new PipelineError("config_invalid", "SIGNING_KEY must be a private key in PEM", {}, { cause });
    }
    if (this.#privateKey.asymmetricKeyType !== "ed25519") {
      throw new PipelineError("config_invalid", "SIGNING_KEY must be an Ed25519 key");
    }
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  async issue(userId: string): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: algorithm, typ: "at+jwt" })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${this.#lifetimeSeconds} s`)
      .sign(this.#privateKey);
  }

  /** The user's id; undefined for anything but a valid token of ours. */
  async verify(token: string): Promise<string | undefined> {
    try {
      const options = { algorithms: [algorithm], issuer, audience, typ: "at+jwt", requiredClaims: ["sub", "exp"] };
      const { payload } = await jwtVerify(token, this.#publicKey, options);
      return payload.sub;
    } catch {
      // Expired, forged or garbled: for the caller all the same.
      return undefined;
    }
  }
}
