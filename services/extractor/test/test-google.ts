/** Google's side of credentials, and credential files in its formats. */
import { generateKeyPairSync } from "node:crypto";

import type { SourceAccess } from "../src/bigquery/api/credentials.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** As the console of Google Cloud writes it. */
export const serviceAccount = {
  type: "service_account",
  project_id: "p",
  private_key_id: "0123456789abcdef",
  private_key: pem,
  client_email: "reader@p.iam.gserviceaccount.com",
  client_id: "1",
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
  auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
  client_x509_cert_url: "https://www.googleapis.com/robot/v1/metadata/x509/reader",
  universe_domain: "googleapis.com",
};

/** As `gcloud auth application-default login` writes it. */
export const authorizedUser = { type: "authorized_user", client_id: "c", client_secret: "s", refresh_token: "1//r" };

export const typed = (file: unknown, more: Partial<SourceAccess["config"]> = {}): SourceAccess => ({
  config: { project: "p", ...more },
  credentials: typeof file === "string" ? file : JSON.stringify(file),
});

/** Google's token and impersonation servers: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export class Google {
  readonly asked: { url: string; body: string }[] = [];
  readonly #answers: readonly [status: number, body: object][];

  constructor(...answers: readonly [status: number, body: object][]) {
    this.#answers =
      answers.length > 0 ? answers : [[200, { access_token: "ya29.a", expires_in: 3600, token_type: "Bearer" }]];
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const [status, body] = this.#answers[Math.min(this.asked.length, this.#answers.length - 1)]!;
    this.asked.push({ url: request.url, body: await request.text() });
    return Response.json(body, { status });
  };
}
