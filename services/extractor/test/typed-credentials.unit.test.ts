/** Credentials that an attacker with the role editor could type in. */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test as base } from "vitest";

import { openCredentials } from "../src/bigquery/api/credentials.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { authorizedUser, Google, pem, serviceAccount, typed } from "./test-google.ts";

const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });

interface Attacked {
  readonly url: string;
  readonly file: string;
  /** Data that reached the attacker. */
  readonly stolen: string[];
}

const secret = "NATS_URL=nats://extractor:hunter2@nats:4222";

const test = base.extend<{ attacked: Attacked }>({
  // oxlint-disable-next-line no-empty-pattern
  attacked: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "datamantri-credentials-"));
    const file = join(folder, "environ");
    await writeFile(file, secret);
    const stolen: string[] = [];
    const server = createServer((request, response) => void take(request, response, stolen)).listen(0, "127.0.0.1");
    await once(server, "listening");
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, file, stolen });
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  },
});

/** Answers like a token server, so that the attack continues. */
async function take(request: IncomingMessage, response: ServerResponse, stolen: string[]): Promise<void> {
  stolen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
  for await (const chunk of request) stolen.push(String(chunk));
  response.setHeader("content-type", "application/json").end('{"access_token":"x","expires_in":3600}');
}

/** Programs for Google's library: each reads something of the extractor's and sends it away. */
const attacks: readonly (readonly [string, (at: Attacked) => object])[] = [
  ["a file, sent to an address", ({ url, file }) => federated({ token_url: url, credential_source: { file } })],
  ["the same in camel case", ({ url, file }) => federated({ tokenUrl: url, credentialSource: { file } })],
  [
    "with an address behind Google's",
    ({ url, file }) =>
      federated({ token_url: "https://sts.googleapis.com/v1/token", tokenUrl: url, credential_source: { file } }),
  ],
  [
    "an address inside, with headers",
    ({ url }) =>
      federated({
        tokenUrl: url,
        credential_source: { url: `${url}/inside`, headers: { "metadata-flavor": "Google" } },
      }),
  ],
  [
    "a program",
    ({ url }) => federated({ tokenUrl: url, credential_source: { executable: { command: "/bin/cat /etc/passwd" } } }),
  ],
  [
    "a program in camel case",
    ({ url }) => federated({ tokenUrl: url, credentialSource: { executable: { command: "/bin/cat /etc/passwd" } } }),
  ],
  [
    "a certificate",
    ({ url, file }) =>
      federated({ tokenUrl: url, credential_source: { certificate: { certificate_config_location: file } } }),
  ],
  [
    "an environment of AWS",
    ({ url }) =>
      federated({
        tokenUrl: url,
        credential_source: { environment_id: "aws1", region_url: url, url, regional_cred_verification_url: url },
      }),
  ],
  [
    "a user of a workforce",
    ({ url }) => ({
      type: "external_account_authorized_user",
      token_url: url,
      tokenUrl: url,
      refresh_token: "r",
      client_id: "c",
      client_secret: "s",
    }),
  ],
  [
    "an impersonation at an address",
    ({ url }) => ({
      type: "impersonated_service_account",
      service_account_impersonation_url: url,
      source_credentials: { ...authorizedUser, token_uri: url },
    }),
  ],
  [
    "a chain",
    ({ url, file }) => ({
      type: "impersonated_service_account",
      source_credentials: federated({ tokenUrl: url, credential_source: { file } }),
    }),
  ],
  [
    "an air-gapped account",
    ({ url, file }) => ({
      type: "gdch_service_account",
      format_version: "1",
      token_uri: url,
      ca_cert_path: file,
      name: "n",
      project: "p",
      private_key_id: "i",
      private_key: pem,
    }),
  ],
  ["a key for another token server", ({ url }) => ({ ...serviceAccount, token_uri: url })],
  ["a key of another universe", () => ({ ...serviceAccount, universe_domain: "evil.example" })],
  ["a user of another token server", ({ url }) => ({ ...authorizedUser, token_uri: url })],
  [
    "another prototype",
    ({ url, file }) =>
      JSON.parse(
        `{"__proto__":{"type":"service_account"},"type":"external_account","tokenUrl":"${url}","credential_source":{"file":"${file}"}}`,
      ) as object,
  ],
];

function federated(more: object): object {
  return {
    type: "external_account",
    audience: "a",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    ...more,
  };
}

describe("typed credentials that name somebody else's data", () => {
  test.for(attacks)("are refused before anything is read or sent: %s", async ([, make], { attacked }) => {
    const { identity } = openSourceNetwork("");
    const opening = openCredentials(typed(make(attacked)), identity).then(({ headers }) => headers());
    const error = await opening.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ code: "source_credentials_invalid" });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error as object))).not.toContain("hunter2");
    expect(attacked.stolen).toEqual([]);
  });

  test("have no effect beside a known kind: only its own fields are used", async () => {
    const google = new Google();
    const file = {
      ...serviceAccount,
      tokenUrl: "http://127.0.0.1:1",
      keyFile: "/etc/passwd",
      transporterOptions: { proxy: "x" },
    };
    const { headers } = await openCredentials(typed(file), google);
    await headers();
    expect(google.asked.map(({ url }) => url)).toEqual(["https://oauth2.googleapis.com/token"]);
  });

  test.for([
    ["no JSON", "not json secret", "are not valid JSON"],
    ["a list", '["secret"]', "are not a JSON object"],
    ["another kind", '{"type":"secret"}', 'must have the "type" service_account or authorized_user'],
    ["no address", { ...serviceAccount, client_email: 7 }, 'have no "client_email"'],
    [
      "no PEM",
      { ...serviceAccount, private_key: "secret" },
      `have a "private_key" that is not an RSA private key in PEM`,
    ],
    [
      "an EC key",
      { ...serviceAccount, private_key: ecKey },
      `have a "private_key" that is not an RSA private key in PEM`,
    ],
    ["no token", { ...authorizedUser, refresh_token: "" }, 'have no "refresh_token"'],
  ] as const)("%s: the message has the error and quotes nothing", async ([, file, why]) => {
    await expect(openCredentials(typed(file), new Google())).rejects.toMatchObject({
      code: "source_credentials_invalid",
      message: `the source's credentials ${why}`,
    });
  });
});
