import { commonSettings, PipelineError, Secret, type Parsed, type SettingSpec } from "@datamantri/runtime";

import type { AuthOptions } from "./auth/auth.ts";
import { parseRoleMapping } from "./auth/role-mapping.ts";

export const gatewaySettings = {
  ...commonSettings,
  HTTP_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which the API is served" },
  HTTP_PORT: { kind: "integer", default: 8_000, description: "Port on which the API is served" },
  PUBLIC_URL: {
    kind: "text",
    default: "",
    description: "Where browsers reach the API, such as https://datamantri.example.com; without it HTTP_HOST",
  },
  PROXY_COUNT: {
    kind: "integer",
    default: 0,
    description: "Proxies in front that add to X-Forwarded-For; the address of clients is read from there",
  },
  CORS_ORIGINS: {
    kind: "text",
    default: "",
    description:
      "Addresses of other sites whose pages may call the API with a token, separated by commas; none unless said",
  },
  SIGNING_KEY: { kind: "secret", description: "Ed25519 private key (PKCS #8, PEM) that signs access tokens" },
  VERIFYING_KEYS: {
    kind: "secret",
    default: new Secret(""),
    description: "Further Ed25519 keys (PEM, one after the other) whose tokens are accepted: for changing SIGNING_KEY",
  },
  TOKEN_SECONDS: { kind: "integer", default: 900, description: "Seconds for which an access token is valid" },
  OIDC_ISSUER: {
    kind: "text",
    default: "",
    description: "OpenID Connect provider for signing in to the console; none unless said. Needs PUBLIC_URL",
  },
  OIDC_NAME: {
    kind: "text",
    default: "single sign-on",
    description: "What people call it: the console's button says Sign in with this",
  },
  OIDC_CLIENT_ID: { kind: "text", default: "", description: "This product, as registered there" },
  OIDC_CLIENT_SECRET: { kind: "secret", default: new Secret(""), description: "Its secret there" },
  OIDC_SCOPES: { kind: "text", default: "openid email profile", description: "What it is asked for" },
  OIDC_ROLES_CLAIM: { kind: "text", default: "groups", description: "Claim of the ID token that gives the role" },
  OIDC_ROLES: {
    kind: "text",
    default: "",
    description: "Value of that claim → role, such as: data-team=editor;sre=operator;*=viewer",
  },
  EXTERNAL_ISSUER: {
    kind: "text",
    default: "",
    description: "Issuer (iss) whose bearer tokens are accepted besides our own; none unless said",
  },
  EXTERNAL_AUDIENCE: { kind: "text", default: "", description: "Audience (aud) that its tokens must have" },
  EXTERNAL_JWKS_URL: { kind: "text", default: "", description: "Where its public keys are" },
  EXTERNAL_ROLES_CLAIM: { kind: "text", default: "roles", description: "Claim of its tokens that gives the role" },
  EXTERNAL_ROLES: {
    kind: "text",
    default: "",
    description: "Value of that claim → role, such as: data-team=editor;sre=operator;*=viewer",
  },
  METRICS_PORT: {
    kind: "integer",
    default: 0,
    description: "Port of GET /metrics (Prometheus), which needs no login; 0 serves none",
  },
  METRICS_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which metrics are served" },
  EVENT_STREAMS: {
    kind: "integer",
    default: 2_000,
    description: "Streams of events (SSE and WebSocket) that clients may have open at once",
  },
} as const satisfies Record<string, SettingSpec>;

const loopbackHosts = new Set(["127.0.0.1", "::1", "localhost"]);

/** @throws PipelineError `config_invalid` for settings that do not go together. */
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
    throw new PipelineError("config_invalid", "OIDC_ISSUER must be an https address");
  }
  if (clientId === "" || publicUrl === "") {
    throw new PipelineError("config_invalid", "OIDC_CLIENT_ID and PUBLIC_URL are needed with OIDC_ISSUER");
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
  // Without an audience a token for any other service of that issuer would do.
  if (audience === "") throw new PipelineError("config_invalid", "EXTERNAL_AUDIENCE is needed with EXTERNAL_ISSUER");
  assertUrl("EXTERNAL_JWKS_URL", jwksUrl);
  const mapping = parseRoleMapping("EXTERNAL_ROLES", config.EXTERNAL_ROLES_CLAIM, config.EXTERNAL_ROLES);
  return { issuer, audience, jwksUrl, mapping };
}

/** @throws PipelineError `config_invalid` for what is no origin. */
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
  throw new PipelineError("config_invalid", `${setting} must be an http or https address`);
}
