/** State of a sign-in with a provider, stored encrypted in the browser that began it, for a few minutes. */
import { hkdfSync } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { EncryptJWT, jwtDecrypt } from "jose";

import type { Secret } from "@datamantri/runtime";

import type { SignInFlow } from "./oidc-sign-in.ts";

const maxAgeSeconds = 600;
const purpose = "datamantri sign-in";

export class SignInCookie {
  readonly #key: Uint8Array;
  readonly #isSecure: boolean;
  readonly #name: string;

  /** @param secret the same for all gateways: one may begin a sign-in and another finish it. */
  constructor(secret: Secret, isSecure: boolean) {
    this.#key = new Uint8Array(hkdfSync("sha256", secret.reveal(), "", purpose, 32));
    this.#isSecure = isSecure;
    this.#name = isSecure ? "__Host-datamantri_sign_in" : "datamantri_sign_in";
  }

  async set(context: Context, flow: SignInFlow): Promise<void> {
    const value = await new EncryptJWT({ ...flow })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setAudience(purpose)
      .setExpirationTime(`${maxAgeSeconds} s`)
      .encrypt(this.#key);
    setCookie(context, this.#name, value, { ...this.#attributes, maxAge: maxAgeSeconds });
  }

  /** The state is valid once. Undefined if it is missing, expired or not signed by us. */
  async take(context: Context): Promise<SignInFlow | undefined> {
    const value = getCookie(context, this.#name);
    if (value === undefined) return undefined;
    deleteCookie(context, this.#name, this.#attributes);
    try {
      const options = {
        audience: purpose,
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
        requiredClaims: ["exp"],
      };
      const { payload } = await jwtDecrypt(value, this.#key, options);
      const { state, nonce, verifier } = payload as unknown as SignInFlow;
      return { state, nonce, verifier };
    } catch {
      // Expired or forged: treated as missing.
      return undefined;
    }
  }

  /** Lax: the provider's page redirects the browser here. */
  get #attributes() {
    return { path: "/", httpOnly: true, secure: this.#isSecure, sameSite: "Lax" } as const;
  }
}
