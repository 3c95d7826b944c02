import { describe, expect, test } from "vitest";

import { readConfig } from "@datamantri/runtime";

import { gatewaySettings, toAuthOptions } from "../src/config.ts";

const options = (more: Record<string, string>) =>
  toAuthOptions(readConfig(gatewaySettings, { NATS_URL: "nats://n", SIGNING_KEY: "key", ...more }));

const oidc = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "datamantri",
  PUBLIC_URL: "https://d.example.com",
};
const external = {
  EXTERNAL_ISSUER: "https://id.example.com",
  EXTERNAL_AUDIENCE: "datamantri",
  EXTERNAL_JWKS_URL: "https://id.example.com/jwks",
};

describe("the authentication settings", () => {
  test("trust no other issuer by default", () => {
    expect(options({})).toMatchObject({ oidc: undefined, external: undefined, proxyCount: 0, isLoopback: true });
    expect(options({ HTTP_HOST: "0.0.0.0" })).toMatchObject({ isLoopback: false });
  });

  test("send the browser back to the public address", () => {
    expect(options(oidc).oidc).toMatchObject({ redirectUrl: "https://d.example.com/api/v1/auth/oidc/callback" });
    expect(options(external).external).toMatchObject({ audience: "datamantri" });
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ ...oidc, PUBLIC_URL: "" }, /PUBLIC_URL/],
    [{ ...oidc, OIDC_CLIENT_ID: "" }, /OIDC_CLIENT_ID/],
    [{ ...oidc, OIDC_ISSUER: "http://id.example.com" }, /OIDC_ISSUER must be an https/],
    [{ ...oidc, OIDC_ISSUER: "id.example.com" }, /OIDC_ISSUER/],
    [{ ...oidc, OIDC_ROLES: "admins=root" }, /OIDC_ROLES/],
    [{ ...external, EXTERNAL_AUDIENCE: "" }, /EXTERNAL_AUDIENCE/],
    [{ ...external, EXTERNAL_JWKS_URL: "" }, /EXTERNAL_JWKS_URL/],
    [{ ...external, EXTERNAL_ROLES: "x" }, /EXTERNAL_ROLES/],
    [{ ...external, EXTERNAL_ISSUER: "datamantri" }, /EXTERNAL_ISSUER cannot be datamantri/],
    [{ PUBLIC_URL: "javascript:alert(1)" }, /PUBLIC_URL/],
  ])("are refused by name when they contradict each other: %j", (more, reason) => {
    expect(() => options(more)).toThrow(reason);
  });
});
