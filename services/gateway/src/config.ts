import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const gatewaySettings = {
  ...commonSettings,
  HTTP_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which the API is served" },
  HTTP_PORT: { kind: "integer", default: 8_000, description: "Port on which the API is served" },
  SIGNING_KEY: { kind: "secret", description: "Ed25519 private key (PKCS #8, PEM) that signs access tokens" },
  TOKEN_SECONDS: { kind: "integer", default: 3_600, description: "Seconds for which an access token is valid" },
} as const satisfies Record<string, SettingSpec>;
