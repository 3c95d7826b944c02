/** An OpenID Connect provider and token issuer with the parts that signing in needs, whose answers tests can spoil. */
import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Grant {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

/** This product, as the provider knows it. */
export const providerClient = { id: "datamantri", secret: "canary-client-secret" };

export class TestProvider implements AsyncDisposable {
  /** Claims of the next user to sign in. */
  claims: Record<string, unknown> = {};
  /** Signs instead of the published key. */
  signingKey: KeyObject | undefined;
  readonly #server: Server;
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  readonly #grants = new Map<string, Grant>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<TestProvider> {
    const provider = new TestProvider();
    provider.#server.listen(0, "127.0.0.1");
    await once(provider.#server, "listening");
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Signs a token; `undefined` removes a claim. */
  sign(claims: Readonly<Record<string, unknown>>, key: KeyObject = this.#keys.privateKey): string {
    const seconds = Math.floor(Date.now() / 1_000);
    const all = { iss: this.issuer, iat: seconds, exp: seconds + 60, ...claims };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const signed = `${toPart({ alg: "RS256", kid: "1" })}.${toPart(given)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  }

  /** Gives the user's consent. @returns the URL to which the browser is redirected */
  async consent(authorizationUrl: string): Promise<URL> {
    const response = await fetch(authorizationUrl, { redirect: "manual" });
    return new URL(response.headers.get("location")!);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    const respond = (body: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return respond({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["S256"],
        });
      case "/jwks":
        return respond({
          keys: [{ ...this.#keys.publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }],
        });
      case "/authorize":
        return this.#authorize(url.searchParams, response);
      case "/token": {
        const grant = this.#redeem(request, new URLSearchParams(await readText(request)));
        if (!grant) return respond({ error: "invalid_grant" }, 400);
        const id = { sub: "42", aud: providerClient.id, nonce: grant.nonce, ...this.claims };
        const id_token = this.sign(id, this.signingKey);
        return respond({ access_token: randomUUID(), token_type: "Bearer", expires_in: 60, id_token });
      }
      default:
        return respond({}, 404);
    }
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID();
    const redirectUri = query.get("redirect_uri")!;
    const challenge = query.get("code_challenge_method") === "S256" ? query.get("code_challenge")! : "";
    this.#grants.set(code, { nonce: query.get("nonce")!, challenge, redirectUri });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: query.get("state")! }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  /** A code is valid once, for the client that requested it and with the verifier of its challenge. */
  #redeem(request: IncomingMessage, form: URLSearchParams): Grant | undefined {
    const grant = this.#grants.get(form.get("code") ?? "");
    this.#grants.delete(form.get("code") ?? "");
    const basic = Buffer.from(request.headers.authorization?.slice("Basic ".length) ?? "", "base64").toString();
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isRight =
      // Each is encoded as in a form: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
      decodeURIComponent(basic) === `${providerClient.id}:${providerClient.secret}` &&
      challenge === grant?.challenge &&
      form.get("redirect_uri") === grant.redirectUri;
    return isRight ? grant : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }
}

function toPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
