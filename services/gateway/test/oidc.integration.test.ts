/** Sign-in with an identity provider, and tokens of another issuer. */
import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { providerClient as client, TestProvider } from "@datamantri/testkit";

import { TestGateway, type Answer } from "./test-gateway.ts";

let provider: TestProvider;
let gateway: TestGateway;

const publicUrl = "http://localhost:8000";
const audience = "datamantri";

beforeAll(async () => {
  provider = await TestProvider.start();
  gateway = await TestGateway.start({
    postgres: inject("postgres").url,
    natsServer: inject("natsServer"),
    gateway: {
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_NAME: "Example Login",
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_ROLES: "data team=editor; admins=admin",
      EXTERNAL_ISSUER: provider.issuer,
      EXTERNAL_AUDIENCE: audience,
      EXTERNAL_JWKS_URL: `${provider.issuer}/jwks`,
      EXTERNAL_ROLES: "operators=operator",
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});
beforeEach(() => {
  provider.claims = { email: "ada@example.com", email_verified: true, name: "Ada", groups: ["data team"] };
  provider.signingKey = undefined;
});

const begin = () => gateway.call("GET", "/api/v1/auth/oidc/start");
const cookiesOf = (answer: Answer): string[] =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0]!)
    .filter((cookie) => !cookie.endsWith("="));

/** Redirects the browser back from the provider. */
function comeBack(url: URL, cookies: readonly string[]): Promise<Answer> {
  return gateway.call("GET", `${url.pathname}${url.search}`, { headers: { cookie: cookies.join("; ") } });
}

async function signIn(): Promise<Answer> {
  const started = await begin();
  return comeBack(await provider.consent(started.headers.get("location")!), cookiesOf(started));
}

describe("signing in with the provider", () => {
  test("shows unauthenticated clients the provider's name and the URL to begin, and nothing else", async () => {
    const methods = await gateway.call("GET", "/api/v1/auth/methods");
    const oidc = { name: "Example Login", start_path: "/api/v1/auth/oidc/start" };
    expect([methods.status, methods.json]).toEqual([200, { password: true, oidc }]);
    const started = await gateway.call("GET", methods.json.oidc.start_path);
    expect(started.headers.get("location")).toContain(provider.issuer);
  });

  test("opens a session with the role of the user's current groups", async () => {
    const done = await signIn();
    expect([done.status, done.headers.get("location")]).toEqual([302, "/"]);
    const me = await gateway.call("GET", "/api/v1/auth/me", { headers: { cookie: cookiesOf(done).join("; ") } });
    expect(me.json).toMatchObject({ email: "ada@example.com", full_name: "Ada", role: "editor" });
    provider.claims = { ...provider.claims, groups: ["data team", "admins"] };
    const again = await signIn();
    const cookie = cookiesOf(again).join("; ");
    const now = await gateway.call("GET", "/api/v1/auth/me", { headers: { cookie } });
    expect(now.json).toMatchObject({ id: me.json.id, role: "admin" });
    const audit = await gateway.call("GET", "/api/v1/audit?limit=1", { headers: { cookie } });
    expect(audit.json).toMatchObject([{ action: "session.opened", actor: { id: me.json.id } }]);
  });

  test("sends the provider state, nonce and a PKCE challenge, and hides them from scripts", async () => {
    const started = await begin();
    const query = new URL(started.headers.get("location")!).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: "code",
      client_id: client.id,
      redirect_uri: `${publicUrl}/api/v1/auth/oidc/callback`,
      code_challenge_method: "S256",
      state: expect.stringMatching(/^.{43}$/) as string,
      nonce: expect.stringMatching(/^.{43}$/) as string,
    });
    expect(started.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
    expect(started.headers.get("set-cookie")).not.toContain(query.get("state"));
  });

  test("is refused to another browser, with another state, twice, and with another user's consent", async () => {
    const [mine, other] = [await begin(), await begin()];
    const back = await provider.consent(mine.headers.get("location")!);
    expect(await comeBack(back, [])).toMatchObject({ status: 401, json: { code: "sign_in_failed" } });
    expect((await comeBack(back, cookiesOf(other))).status).toBe(401);
    expect((await comeBack(back, ["datamantri_sign_in=nonsense"])).status).toBe(401);
    expect((await comeBack(back, cookiesOf(mine))).status).toBe(302);
    expect((await comeBack(back, cookiesOf(mine))).status).toBe(401);
    const injected = await provider.consent(other.headers.get("location")!);
    const state = new URL((await begin()).headers.get("location")!).searchParams.get("state")!;
    injected.searchParams.set("state", state);
    expect((await comeBack(injected, cookiesOf(other))).status).toBe(401);
  });

  test("that is refused redirects a browser to the console, with the problem's code only", async () => {
    provider.claims = { ...provider.claims, groups: ["other"] };
    const started = await begin();
    const back = await provider.consent(started.headers.get("location")!);
    const headers = { accept: "text/html,*/*;q=0.8", cookie: cookiesOf(started).join("; ") };
    const refused = await gateway.call("GET", `${back.pathname}${back.search}`, { headers });
    expect([refused.status, refused.headers.get("location")]).toEqual([302, "/?sign_in=forbidden"]);
    expect(refused.headers.get("set-cookie")).not.toContain("datamantri_session");
  });

  test.each<[string, Record<string, unknown>]>([
    ["another audience", { aud: "other" }],
    ["another issuer", { iss: "https://evil.example.com" }],
    ["another nonce", { nonce: "other" }],
    ["no nonce", { nonce: undefined }],
    ["a time that is over", { exp: 1 }],
    ["nobody", { sub: undefined }],
  ])("is refused with an ID token for %s", async (_what, claims) => {
    provider.claims = { ...provider.claims, ...claims };
    expect((await signIn()).status).toBe(401);
  });

  test("is refused with an ID token signed by another key", async () => {
    provider.signingKey = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
    expect((await signIn()).status).toBe(401);
  });

  test("is refused without a role, without a verified address, and for a taken address", async () => {
    const own = provider.claims;
    for (const claims of [
      { groups: ["other"] },
      { groups: undefined },
      { email: undefined },
      { email_verified: false },
    ]) {
      provider.claims = { ...own, ...claims };
      expect(await signIn()).toMatchObject({ status: 403, json: { code: "forbidden" } });
    }
    provider.claims = { ...own, sub: "43", email: gateway.admin.email.toUpperCase() };
    expect((await signIn()).status).toBe(409);
  });

  test("leaves no code, token or secret in a log", async () => {
    await signIn();
    expect(gateway.output).not.toContain(client.secret);
    expect(gateway.output).not.toMatch(/code=|eyJ/);
  });
});

describe("a token of the trusted issuer", () => {
  const me = (token: string) => gateway.call("GET", "/api/v1/auth/me", { token });
  const claims = { sub: "service-7", aud: audience, roles: ["operators"] };

  test("has its role's permissions, without a user here", async () => {
    const token = provider.sign(claims);
    const id = `${provider.issuer}#service-7`;
    expect(await me(token)).toMatchObject({ status: 200, json: { id, role: "operator" } });
    const nobody = crypto.randomUUID();
    expect((await gateway.call("POST", `/api/v1/runs/${nobody}/cancel`, { token })).status).toBe(404);
    expect((await gateway.call("DELETE", `/api/v1/pipelines/${nobody}`, { token })).status).toBe(403);
    expect((await gateway.call("POST", "/api/v1/api-keys", { token, body: {} })).status).toBe(403);
    const { access_token } = await gateway.logIn();
    const audit = await gateway.call("GET", "/api/v1/audit?limit=9", { token: access_token as string });
    expect(audit.json).toContainEqual(
      expect.objectContaining({
        action: "POST /api/v1/runs/{id}/cancel",
        actor: expect.objectContaining({ kind: "external", id }),
      }),
    );
  });

  test("is not an administrator here, even if its subject is the id of one", async () => {
    const { access_token } = await gateway.logIn();
    const { json } = await me(access_token as string);
    const own = (json as { id: string }).id;
    const theirs = await me(provider.sign({ ...claims, sub: own, roles: ["operators"] }));
    expect(theirs).toMatchObject({ status: 200, json: { id: `${provider.issuer}#${own}`, role: "operator" } });
  });

  test.each<[string, Record<string, unknown>]>([
    ["for another audience", { aud: "other" }],
    ["for no audience", { aud: undefined }],
    ["that has expired", { exp: 1 }],
    ["that never expires", { exp: undefined }],
    ["that gives no role", { roles: ["others"] }],
    ["of nobody", { sub: undefined }],
    ["that says it is ours", { iss: "datamantri", sid: "1", aud: "datamantri-api" }],
  ])("%s is refused", async (_what, more) => {
    expect((await me(provider.sign({ ...claims, ...more }))).status).toBe(401);
  });

  test("signed by another key is refused", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    expect((await me(provider.sign(claims, privateKey))).status).toBe(401);
  });
});
