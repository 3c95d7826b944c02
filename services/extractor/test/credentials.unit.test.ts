/** Credentials in Google's formats, and Google's answers to them. */
import { describe, expect, test } from "vitest";

import { driveScope, openCredentials } from "../src/bigquery/api/credentials.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { authorizedUser, Google, serviceAccount, typed } from "./test-google.ts";

describe("credentials as Google writes them", () => {
  test("a key is exchanged at Google through the guarded transport", async () => {
    const google = new Google();
    const { headers } = await openCredentials(typed(serviceAccount), google);
    expect((await headers()).get("authorization")).toBe("Bearer ya29.a");
    const [asked] = google.asked;
    expect(asked!.url).toBe("https://oauth2.googleapis.com/token");
    const form = new URLSearchParams(asked!.body);
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const claims = JSON.parse(Buffer.from(form.get("assertion")!.split(".")[1]!, "base64url").toString()) as object;
    expect(claims).toMatchObject({
      iss: "reader@p.iam.gserviceaccount.com",
      aud: "https://oauth2.googleapis.com/token",
      scope: "https://www.googleapis.com/auth/bigquery",
    });
  });

  // https://docs.cloud.google.com/bigquery/docs/external-data-drive
  test("a key is exchanged for Drive only where a table is there", async () => {
    const scopesOf = async (...more: string[]) => {
      const google = new Google();
      await (await openCredentials(typed(serviceAccount), google, more)).headers();
      const [, claims] = new URLSearchParams(google.asked[0]!.body).get("assertion")!.split(".");
      return (JSON.parse(Buffer.from(claims!, "base64url").toString()) as { scope: string }).scope;
    };
    expect(await scopesOf()).toBe("https://www.googleapis.com/auth/bigquery");
    expect(await scopesOf(driveScope)).toBe(
      "https://www.googleapis.com/auth/bigquery https://www.googleapis.com/auth/drive.readonly",
    );
  });

  // A portal's page, an outage's, and answers for another purpose.
  test.for([{}, { id_token: "a" }, "<html>", null, { access_token: "undefined" }])(
    "an answer without a token is waited for: %j",
    async (answer) => {
      for (const file of [serviceAccount, authorizedUser]) {
        const google = new Google([200, answer as object]);
        const { headers } = await openCredentials(typed(file), google);
        await expect(headers()).rejects.toMatchObject({
          code: "source_unavailable",
          message: "cannot get a token from Google: its answer has no token",
        });
      }
    },
  );

  test.for([429, 503])("HTTP %i is not repeated by the library: our own pauses grow", async (status) => {
    for (const file of [serviceAccount, authorizedUser]) {
      const google = new Google([status, {}]);
      const { headers } = await openCredentials(typed(file), google);
      await expect(headers()).rejects.toMatchObject({ isRetryable: true });
      expect(google.asked).toHaveLength(1);
    }
  });

  test("a user's refresh token is exchanged likewise", async () => {
    const google = new Google();
    const { headers } = await openCredentials(typed(authorizedUser), google);
    expect((await headers()).get("authorization")).toBe("Bearer ya29.a");
    expect(google.asked.map(({ url }) => url)).toEqual(["https://oauth2.googleapis.com/token"]);
    expect(Object.fromEntries(new URLSearchParams(google.asked[0]!.body))).toMatchObject({
      grant_type: "refresh_token",
      refresh_token: "1//r",
      client_id: "c",
      client_secret: "s",
    });
  });

  test("impersonation sends its request to Google's IAM through the same transport", async () => {
    const expireTime = new Date(Date.now() + 3_600_000).toISOString();
    const google = new Google(
      [200, { access_token: "ya29.own", expires_in: 3600 }],
      [200, { accessToken: "ya29.other", expireTime }],
    );
    const target = "other@p.iam.gserviceaccount.com";
    const { headers } = await openCredentials(typed(serviceAccount, { impersonate_service_account: target }), google);
    expect((await headers()).get("authorization")).toBe("Bearer ya29.other");
    expect(google.asked.map(({ url }) => url)).toEqual([
      "https://oauth2.googleapis.com/token",
      `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${target}:generateAccessToken`,
    ]);
  });

  test.for([
    [
      400,
      { error: "invalid_grant", error_description: "secret" },
      "source_credentials_invalid",
      /invalid_grant, the key or refresh token is revoked or expired/,
    ],
    [401, { error: "secret" }, "source_credentials_invalid", /gave no token for the source's credentials: HTTP 401$/],
    [
      403,
      { error: { code: 403, message: "secret", status: "PERMISSION_DENIED" } },
      "source_credentials_invalid",
      /HTTP 403$/,
    ],
    [503, { error: "secret" }, "source_unavailable", /^cannot get a token from Google: HTTP 503$/],
  ] as const)("a refusal (%i, %j) is reported in our words", async ([status, body, code, message]) => {
    const { headers } = await openCredentials(typed(authorizedUser), new Google([status, body]));
    const error = await headers().then(
      () => undefined,
      (failure: unknown) => failure as Error & { code: string },
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("secret");
  });

  test("an account that may not be impersonated is named, with the missing role", async () => {
    const google = new Google(
      [200, { access_token: "ya29.own", expires_in: 3600 }],
      [403, { error: { code: 403, message: "secret" } }],
    );
    const access = typed(serviceAccount, { impersonate_service_account: "other@p.iam.gserviceaccount.com" });
    const { headers } = await openCredentials(access, google);
    await expect(headers()).rejects.toMatchObject({
      code: "source_credentials_invalid",
      message: expect.stringMatching(
        /^Google gave no token to impersonate other@.*HTTP 403.*serviceAccountTokenCreator/,
      ) as string,
    });
  });

  test("a blocked token server is refused by the operator's list", async () => {
    const { identity } = openSourceNetwork("10.9.0.0/16");
    const fetch: typeof globalThis.fetch = (_, init) => identity.fetch("https://127.0.0.1/token", init);
    const { headers } = await openCredentials(typed(authorizedUser), { fetch });
    await expect(headers()).rejects.toMatchObject({ code: "egress_refused" });
  });
});

test("a stand-in never gets the extractor's own credentials", async () => {
  const config = { project: "p", api_endpoint: "http://127.0.0.1:1" };
  const credentials = await openCredentials({ config, credentials: null }, new Google());
  expect([...(await credentials.headers())]).toEqual([]);
});
