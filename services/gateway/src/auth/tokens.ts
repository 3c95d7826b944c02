/** Access tokens: short-lived JWTs, EdDSA only. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { jwtVerify, SignJWT, type JWTHeaderParameters } from "jose";

import { PipelineError, type Secret } from "@datamantri/runtime";

const algorithm = "EdDSA";
const audience = "datamantri-api";

/** The `iss` of our own tokens. */
export const ownIssuer = "datamantri";

/** Claims of a valid token. */
export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export interface VerifiedToken extends TokenClaims {
  readonly expiresAtMs: number;
}

export interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
}

export interface TokenOptions {
  /** PKCS #8 in PEM: signs tokens. */
  readonly signingKey: Secret;
  /** Further keys in PEM, concatenated: only verify. The previous or the next key. */
  readonly verifyingKeys: Secret;
  readonly lifetimeSeconds: number;
}

export class Tokens {
  readonly lifetimeSeconds: number;
  /** Published, so that other services can verify our tokens. */
  readonly publicJwks: readonly PublicJwk[];
  readonly #signingKey: KeyObject;
  readonly #keyId: string;
  readonly #publicKeys: ReadonlyMap<string, KeyObject>;

  /** @throws PipelineError `config_invalid` when a key is not an Ed25519 key in PEM. */
  constructor({ signingKey, verifyingKeys, lifetimeSeconds }: TokenOptions) {
    this.#signingKey = readKey("SIGNING_KEY", () => createPrivateKey(signingKey.reveal()));
    const blocks = verifyingKeys.reveal().match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];
    if (blocks.length === 0 && verifyingKeys.reveal() !== "") throw invalidKey("VERIFYING_KEYS");
    const keys = [
      createPublicKey(this.#signingKey),
      ...blocks.map((pem) => readKey("VERIFYING_KEYS", () => createPublicKey(pem))),
    ];
    const jwks = keys.map(toPublicJwk);
    this.publicJwks = [...new Map(jwks.map((jwk) => [jwk.kid, jwk])).values()];
    this.#publicKeys = new Map(keys.map((key, index) => [jwks[index]!.kid, key]));
    this.#keyId = jwks[0]!.kid;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  async issue({ userId, sessionId }: TokenClaims): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: "at+jwt", kid: this.#keyId })
      .setSubject(userId)
      .setIssuer(ownIssuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${this.lifetimeSeconds} s`)
      .sign(this.#signingKey);
  }

  /** Undefined for anything but one of our valid tokens. */
  async verify(token: string): Promise<VerifiedToken | undefined> {
    try {
      const options = {
        algorithms: [algorithm],
        issuer: ownIssuer,
        audience,
        typ: "at+jwt",
        requiredClaims: ["sub", "sid", "exp"],
      };
      const { payload } = await jwtVerify(token, (header: JWTHeaderParameters) => this.#keyOf(header), options);
      if (typeof payload.sub !== "string" || typeof payload.sid !== "string") return undefined;
      return { userId: payload.sub, sessionId: payload.sid, expiresAtMs: payload.exp! * 1_000 };
    } catch {
      // Expired, forged or malformed: the caller need not know which.
      return undefined;
    }
  }

  /** Finds one of our keys by its id; other key fields of the header (jwk, jku, x5u) are ignored. */
  #keyOf({ kid }: JWTHeaderParameters): KeyObject {
    const key = kid === undefined ? undefined : this.#publicKeys.get(kid);
    if (!key) throw new Error("no such key");
    return key;
  }
}

function readKey(setting: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    throw invalidKey(setting, cause);
  }
  if (key.asymmetricKeyType !== "ed25519") throw invalidKey(setting);
  return key;
}

function invalidKey(setting: string, cause?: unknown): PipelineError {
  return new PipelineError("config_invalid", `${setting} must be an Ed25519 key in PEM format`, {}, { cause });
}

/** The id is the key's thumbprint: https://www.rfc-editor.org/rfc/rfc7638 */
function toPublicJwk(key: KeyObject): PublicJwk {
  const { x } = key.export({ format: "jwk" }) as { x: string };
  const kid = createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
  return { kty: "OKP", crv: "Ed25519", x, kid, alg: algorithm, use: "sig" };
}
