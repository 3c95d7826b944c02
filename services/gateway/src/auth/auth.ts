/** Parts of authentication that routes and middleware use. */
import type { Backend } from "../backend.ts";
import { Authenticator } from "./authenticate.ts";
import { Callers } from "./caller.ts";
import { ExternalTokens, type ExternalTokenOptions } from "./external-tokens.ts";
import { OidcSignIn, type OidcOptions } from "./oidc-sign-in.ts";
import { SessionCookie } from "./session-cookie.ts";
import { SignInCookie } from "./sign-in-cookie.ts";
import { Tokens, type TokenOptions } from "./tokens.ts";

export interface AuthOptions {
  readonly tokens: TokenOptions;
  /** URL at which browsers reach the gateway; empty when unknown. */
  readonly publicUrl: string;
  /** True if the gateway is reachable only from this machine. */
  readonly isLoopback: boolean;
  readonly proxyCount: number;
  readonly external: ExternalTokenOptions | undefined;
  readonly oidc: OidcOptions | undefined;
}

export interface Auth {
  readonly tokens: Tokens;
  readonly cookie: SessionCookie;
  readonly callers: Callers;
  readonly authenticator: Authenticator;
  /** Absent when no identity provider is configured. */
  readonly oidc: { readonly name: string; readonly signIn: OidcSignIn; readonly cookie: SignInCookie } | undefined;
}

/** @throws PipelineError `config_invalid` */
export function openAuth(backend: Backend, options: AuthOptions): Auth {
  const tokens = new Tokens(options.tokens);
  const cookie = new SessionCookie(options.publicUrl, options.isLoopback);
  const callers = new Callers(options.proxyCount);
  const externalTokens = options.external && new ExternalTokens(options.external);
  return {
    tokens,
    cookie,
    callers,
    authenticator: new Authenticator({ backend, tokens, cookie, callers, externalTokens }),
    oidc: options.oidc && {
      name: options.oidc.name,
      signIn: new OidcSignIn(options.oidc),
      cookie: new SignInCookie(options.tokens.signingKey, cookie.isSecure),
    },
  };
}
