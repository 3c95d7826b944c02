import { commonSettings, PipelineError, Secret, type Parsed, type SettingSpec } from "@datamantri/runtime";

import type { AuthOptions } from "./auth/auth.ts";
import { parseRoleMapping } from "./auth/role-mapping.ts";
import { ownIssuer } from "./auth/tokens.ts";

export const gatewaySettings = {
  ...commonSettings,
  HTTP_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which the API is served" },
  HTTP_PORT: { kind: "integer", default: 8_000, description: "Port on which the API is served" },
  PUBLIC_URL: {
    kind: "text",
    default: "",
    description: "URL at which browsers reach the API, such as https://datamantri.example.com; default: HTTP_HOST",
  },
  PROXY_COUNT: {
    kind: "integer",
    default: 0,
    description: "Number of proxies in front that append to X-Forwarded-For, from which the client's address is read",
  },
  CORS_ORIGINS: {
    kind: "text",
    default: "",
    description: "Origins of other sites that may call the API with a token, separated by commas; default: none",
  },
  SIGNING_KEY: { kind: "secret", description: "Ed25519 private key (PKCS #8, PEM) that signs access tokens" },
  VERIFYING_KEYS: {
    kind: "secret",
    default: new Secret(""),
    description: "More Ed25519 keys (PEM, one after the other) whose tokens are accepted, to rotate SIGNING_KEY",
  },
  TOKEN_SECONDS: { kind: "integer", default: 900, description: "Seconds for which an access token is valid" },
  OIDC_ISSUER: {
    kind: "text",
    default: "",
    description: "OpenID Connect provider for signing in to the console; default: none. Needs PUBLIC_URL",
  },
  OIDC_NAME: {
    kind: "text",
    default: "single sign-on",
    description: "Name of the provider on the console's button: Sign in with …",
  },
  OIDC_CLIENT_ID: { kind: "text", default: "", description: "Client id with the provider" },
  OIDC_CLIENT_SECRET: { kind: "secret", default: new Secret(""), description: "Client secret with the provider" },
  OIDC_SCOPES: { kind: "text", default: "openid email profile", description: "Scopes to request" },
  OIDC_ROLES_CLAIM: { kind: "text", default: "groups", description: "Claim of the ID token that sets the role" },
  OIDC_ROLES: {
    kind: "text",
    default: "",
    description: "Role for each value of that claim, such as data-team=editor;sre=operator;*=viewer",
  },
  EXTERNAL_ISSUER: {
    kind: "text",
    default: "",
    description: "Issuer (iss) whose bearer tokens are also accepted; default: none",
  },
  EXTERNAL_AUDIENCE: { kind: "text", default: "", description: "Audience (aud) required in its tokens" },
  EXTERNAL_JWKS_URL: { kind: "text", default: "", description: "URL of its public keys" },
  EXTERNAL_ROLES_CLAIM: { kind: "text", default: "roles", description: "Claim of its tokens that sets the role" },
  EXTERNAL_ROLES: {
    kind: "text",
    default: "",
    description: "Role for each value of that claim, such as data-team=editor;sre=operator;*=viewer",
  },
  METRICS_PORT: {
    kind: "integer",
    default: 0,
    description: "Port of GET /metrics (Prometheus, without login); 0: off",
  },
  METRICS_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which metrics are served" },
  EVENT_STREAMS: {
    kind: "integer",
    default: 2_000,
    description: "Most event streams (SSE and WebSocket) open at once",
  },
  EVENT_STREAMS_PER_USER: {
    kind: "integer",
    default: 100,
    description: "Most event streams of one user open at once, over all their sessions and API keys",
  },
} as const satisfies Record<string, SettingSpec>;

const loopbackHosts = new Set(["127.0.0.1", "::1", "localhost"]);

/** @throws PipelineError `config_invalid` for contradictory settings. */
export function toAuthOptions(config: Parsed<typeof gatewaySettings>): AuthOptions {
  if (config.PUBLIC_URL !== "") assertUrl("PUBLIC_URL", config.PUBLIC_URL);
  return {
    tokens: {
      signingKey: config.SIGNING_KEY,
      verifyingKeys: config.VERIFYING_KEYS,
      lifetimeSeconds: config.TOKEN_SECONDS,
    },
    publicUrl: config.PUBLIC_URL,
    isLoopback: loopbackHosts.has(config.HTTP_HOST),
    proxyCount: config.PROXY_COUNT,
    external: toExternal(config),
    oidc: toOidc(config),
  };
}

function toOidc(config: Parsed<typeof gatewaySettings>): AuthOptions["oidc"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = config;
  if (issuer === "") return undefined;
  assertUrl("OIDC_ISSUER", issuer);
  const { protocol, hostname } = new URL(issuer);
  if (protocol === "http:" && !loopbackHosts.has(hostname)) {
    throw new PipelineError("config_invalid", "OIDC_ISSUER must be an https URL");
  }
  if (clientId === "" || publicUrl === "") {
    throw new PipelineError("config_invalid", "OIDC_ISSUER needs OIDC_CLIENT_ID and PUBLIC_URL");
  }
  return {
    name: config.OIDC_NAME,
    issuer,
    clientId,
    clientSecret: config.OIDC_CLIENT_SECRET,
    scopes: config.OIDC_SCOPES,
    mapping: parseRoleMapping("OIDC_ROLES", config.OIDC_ROLES_CLAIM, config.OIDC_ROLES),
    redirectUrl: new URL("/api/v1/auth/oidc/callback", publicUrl).href,
  };
}

function toExternal(config: Parsed<typeof gatewaySettings>): AuthOptions["external"] {
  const { EXTERNAL_ISSUER: issuer, EXTERNAL_AUDIENCE: audience, EXTERNAL_JWKS_URL: jwksUrl } = config;
  if (issuer === "") return undefined;
  // Without an audience a token for any other service of that issuer would be accepted.
  if (audience === "") throw new PipelineError("config_invalid", "EXTERNAL_ISSUER needs EXTERNAL_AUDIENCE");
  // Otherwise whoever can sign as the other issuer could forge this gateway's own sessions.
  if (issuer === ownIssuer) {
    throw new PipelineError("config_invalid", `EXTERNAL_ISSUER cannot be ${ownIssuer}: that is the gateway itself`);
  }
  assertUrl("EXTERNAL_JWKS_URL", jwksUrl);
  const mapping = parseRoleMapping("EXTERNAL_ROLES", config.EXTERNAL_ROLES_CLAIM, config.EXTERNAL_ROLES);
  return { issuer, audience, jwksUrl, mapping };
}

/** @throws PipelineError `config_invalid` for an invalid origin. */
export function toCorsOrigins({ CORS_ORIGINS }: Pick<Parsed<typeof gatewaySettings>, "CORS_ORIGINS">): string[] {
  const origins = CORS_ORIGINS.split(",").map((origin) => origin.trim());
  return origins.filter(Boolean).map((origin) => {
    assertUrl("CORS_ORIGINS", origin);
    if (new URL(origin).origin === origin) return origin;
    throw new PipelineError("config_invalid", `CORS_ORIGINS: write ${new URL(origin).origin} instead of ${origin}`);
  });
}

function assertUrl(setting: string, text: string): void {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
  throw new PipelineError("config_invalid", `${setting} must be an http or https URL`);
}
