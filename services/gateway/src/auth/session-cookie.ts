/** The console's session cookie: scripts cannot read it, and requests of other sites with it are refused. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

import { ProblemError } from "../problem.ts";

/** Any value. A form or an image of another site cannot send this header. */
export const csrfHeader = "x-datamantri-request";

export class SessionCookie {
  readonly isSecure: boolean;
  readonly #name: string;
  readonly #origin: string | undefined;

  /**
   * @param publicUrl URL at which browsers reach the gateway; empty when unknown.
   * @param isLoopback true if only this machine reaches it: then the cookie also works without TLS, under another name.
   */
  constructor(publicUrl: string, isLoopback: boolean) {
    this.#origin = publicUrl === "" ? undefined : new URL(publicUrl).origin;
    this.isSecure = this.#origin === undefined ? !isLoopback : this.#origin.startsWith("https:");
    // Browsers accept a `__Host-` cookie only with Secure and from this host: no subdomain can set one.
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
   * Passes requests of the console itself. Browsers state where a request comes from, and no page can change that. The
   * header is a second check, which a page of another site cannot send without CORS.
   *
   * @throws ProblemError 403
   */
  assertSameSite(context: Context): void {
    const isFromHere = this.isFromHere(context);
    if (isFromHere && context.req.header(csrfHeader) !== undefined) return;
    const detail = `A change with a session cookie needs the header ${csrfHeader} and must come from the console.`;
    throw new ProblemError({ status: 403, code: "request_forged", detail });
  }

  /** Uses `Sec-Fetch-Site`; older browsers and plain HTTP send only `Origin`; programs send neither. */
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

/** TLS may end before the gateway, so the scheme it sees may differ from the browser's. */
function isSameHost(origin: string, own: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(own).host;
}
