/** Bearer tokens of one other trusted issuer, for API gateways and service meshes in front of the product. */
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from "jose";

import type { Identity } from "./identity.ts";
import { openProviderFetch } from "./provider-fetch.ts";
import { roleOf, type RoleMapping } from "./role-mapping.ts";

/** Signatures with a public key. Never with a shared secret, never none, whatever the token's header says. */
export const allowedAlgorithms = ["EdDSA", "ES256", "ES384", "PS256", "RS256"];

/** Allows for clock differences between two companies. */
const clockToleranceSeconds = 30;

export interface ExternalTokenOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly mapping: RoleMapping;
}

export class ExternalTokens {
  readonly #options: ExternalTokenOptions;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  /** @throws PipelineError `egress_refused` for a blocked address. */
  constructor(options: ExternalTokenOptions) {
    this.#options = options;
    const fetch = openProviderFetch(options.jwksUrl);
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: 5_000, [customFetch]: fetch });
  }

  /** True if a token claims this issuer. The claim is not verified. */
  isTheirs(token: string): boolean {
    try {
      return decodeJwt(token).iss === this.#options.issuer;
    } catch {
      // Not a JWT: another kind of credential, or none.
      return false;
    }
  }

  /** Undefined for a token that is invalid, has another audience, or maps to no role. */
  async identify(token: string): Promise<Identity | undefined> {
    const { issuer, audience, mapping } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: allowedAlgorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ["sub", "exp"],
      });
      const role = roleOf(mapping, payload);
      if (role === undefined || payload.sub === undefined) return undefined;
      // Prefixed with the issuer: a subject may equal the id of one of our users.
      const id = `${issuer}#${payload.sub}`;
      const email = typeof payload.email === "string" ? payload.email : payload.sub;
      const created_at = new Date((payload.iat ?? 0) * 1_000).toISOString();
      return {
        user: {
          id,
          email,
          full_name: null,
          is_active: true,
          role,
          created_at,
        },
        actor: {
          kind: "external",
          id,
          name: email,
        },
        role,
        scopes: null,
        sessionId: null,
        // https://openid.net/specs/openid-connect-core-1_0.html#IDToken
        authenticatedMs: typeof payload.auth_time === "number" ? payload.auth_time * 1_000 : null,
        isCookie: false,
      };
    } catch {
      // Expired, forged, for another audience, or the issuer's keys are unavailable: refused.
      return undefined;
    }
  }
}
