/** The console's session: a cookie that scripts cannot read and other sites cannot have sent. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

import { ProblemError } from "../problem.ts";

/** Any value. A form or an image of another site cannot send it. */
export const csrfHeader = "x-datamantri-request";

export class SessionCookie {
  readonly isSecure: boolean;
  readonly #name: string;
  readonly #origin: string | undefined;

  /**
   * @param publicUrl where browsers reach the gateway; empty when that is unknown.
   * @param isLoopback whether only this machine reaches it: then the cookie also works without TLS, under another name.
   */
  constructor(publicUrl: string, isLoopback: boolean) {
    this.#origin = publicUrl === "" ? undefined : new URL(publicUrl).origin;
    this.isSecure = this.#origin === undefined ? !isLoopback : this.#origin.startsWith("https:");
    // Browsers take a `__Host-` cookie only with Secure, from this host alone: no subdomain can plant one.
    this.#name = this.isSecure ? "__Host-datamantri_session" : "datamantri_session";
  }

  read(context: Context): string | undefined {
    return getCookie(context, this.#name);
  }

  set(context: Context, token: string, expiresAt: string): void {
    setCookie(context, this.#name, token, { ...this.#attributes, expires: new Date(expiresAt) });
  }

  clear(context: Context): void {
    deleteCookie(context, this.#name, this.#attributes);
  }

  /**
   * Lets a request pass that the console itself makes. Browsers say where a request comes from, and no page can change
   * what they say; the header is a second proof, which needs the leave of CORS when it comes from elsewhere.
   *
   * @throws ProblemError 403
   */
  assertSameSite(context: Context): void {
    const isFromHere = this.isFromHere(context);
    if (isFromHere && context.req.header(csrfHeader) !== undefined) return;
    const detail = `A change with a session cookie needs the header ${csrfHeader} and must come from the console.`;
    throw new ProblemError({ status: 403, code: "request_forged", detail });
  }

  /** By `Sec-Fetch-Site`; browsers that do not know it, and plain HTTP, have `Origin`; programs have neither. */
  isFromHere(context: Context): boolean {
    const site = context.req.header("sec-fetch-site");
    if (site !== undefined) return site === "same-origin";
    const origin = context.req.header("origin");
    return origin === undefined || isSameHost(origin, this.#origin ?? new URL(context.req.url).origin);
  }

  get #attributes() {
    return { path: "/", httpOnly: true, secure: this.isSecure, sameSite: "Strict" } as const;
  }
}

/** TLS may end before the gateway, so that the scheme it sees is not the browser's. */
function isSameHost(origin: string, own: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(own).host;
}
