/** Sign-in with an OpenID Connect provider: authorization code with PKCE, state and nonce. */
import * as oidc from "openid-client";

import type { ExternalIdentity } from "@datamantri/contracts";
import type { Secret } from "@datamantri/runtime";

import { ProblemError } from "../problem.ts";
import { openProviderFetch } from "./provider-fetch.ts";
import { roleOf, type RoleMapping } from "./role-mapping.ts";

export interface OidcOptions {
  /** Display name of the provider. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Separated by spaces. */
  readonly scopes: string;
  readonly mapping: RoleMapping;
  /** URL to which the provider redirects the browser; registered at the provider. */
  readonly redirectUrl: string;
}

/** Expected values in a sign-in's response; stored encrypted in the browser. */
export interface SignInFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const timeoutSeconds = 10;

export class OidcSignIn {
  readonly #options: OidcOptions;
  readonly #fetch: typeof fetch;
  #provider: Promise<oidc.Configuration> | undefined;

  /** @throws PipelineError `egress_refused` for an issuer at a blocked address. */
  constructor(options: OidcOptions) {
    this.#options = options;
    this.#fetch = openProviderFetch(options.issuer);
  }

  /** @returns the URL to redirect the browser to, and the values to expect when it returns */
  async begin(): Promise<{ readonly url: URL; readonly flow: SignInFlow }> {
    const flow = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: this.#options.redirectUrl,
      scope: this.#options.scopes,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: "S256",
    });
    return { url, flow };
  }

  /**
   * Returns the identity that the provider confirms.
   *
   * @param query of the URL to which the browser returned.
   * @throws ProblemError 401 for an invalid answer, 403 for a user without a role here, 503 without provider.
   */
  async finish(query: string, flow: SignInFlow): Promise<ExternalIdentity> {
    const provider = await this.#discover();
    const url = new URL(this.#options.redirectUrl);
    url.search = query;
    const checks = {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    };
    const tokens = await oidc.authorizationCodeGrant(provider, url, checks).catch((error: unknown) => {
      throw failed(toReason(error));
    });
    const claims = tokens.claims();
    if (!claims) throw failed("no ID token");
    const { sub: subject, iss: issuer, email, email_verified, name } = claims;
    const role = roleOf(this.#options.mapping, claims);
    if (role === undefined) throw forbidden("None of your groups has a role. Ask an administrator.");
    if (typeof email !== "string" || email_verified === false) {
      throw forbidden("The identity provider sent no verified e-mail address for you.");
    }
    return { issuer, subject, email, full_name: typeof name === "string" ? name : null, role };
  }

  /** Loaded on the first use, and again after a failure: the product starts without the provider. */
  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const url = new URL(issuer);
    this.#provider ??= oidc.discovery(url, clientId, undefined, oidc.ClientSecretBasic(clientSecret.reveal()), {
      timeout: timeoutSeconds,
      [oidc.customFetch]: this.#fetch as oidc.CustomFetch,
      execute: [
        // Verifies signatures of ID tokens although they come directly from the provider.
        oidc.enableNonRepudiationChecks,
        ...(url.protocol === "http:" ? [oidc.allowInsecureRequests] : []),
      ],
    });
    try {
      return await this.#provider;
    } catch {
      this.#provider = undefined;
      const detail = "Could not reach the identity provider.";
      throw new ProblemError({ status: 503, code: "identity_provider_unavailable", detail });
    }
  }
}

export function failed(reason: string): ProblemError {
  const detail = `The sign-in failed or took too long (${reason}). Sign in again.`;
  return new ProblemError({ status: 401, code: "sign_in_failed", detail });
}

/** Returns OAuth's or the library's name of the error: messages may contain a code or a token. */
function toReason(error: unknown): string {
  const { error: name, code } = error as { readonly error?: unknown; readonly code?: unknown };
  return (
    [name, code].find((text) => typeof text === "string" && /^[A-Za-z_]{1,60}$/.test(text))?.toString() ?? "unknown"
  );
}

function forbidden(detail: string): ProblemError {
  return new ProblemError({ status: 403, code: "forbidden", detail });
}
