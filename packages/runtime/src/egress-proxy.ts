/**
 * An HTTP proxy through which https requests leave, by CONNECT. The proxy resolves names itself, where the guard cannot
 * check them: so it gets only names that the operator trusts whatever they resolve to. Everything else is reached
 * directly, and checked.
 */
import { Agent as TlsAgent } from "node:https";
import { isIP } from "node:net";

import type { EgressGuard } from "./egress.ts";
import { PipelineError } from "./errors.ts";
import type { Secret } from "./secret.ts";

export interface ProxySettings {
  /** URL of the proxy, with user and password if it asks for them; empty: none. */
  readonly url: Secret;
  /** Hosts that are reached without it; see `isExempt`. */
  readonly exempt: string;
  /** Names that it may resolve if the operator lists nothing that may be reached. */
  readonly trusted: readonly string[];
}

/** The proxy answered something else than 200 to CONNECT, or was not reached. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  /** What it answered; undefined without an answer. */
  readonly status: number | undefined;

  constructor(cause: NodeJS.ErrnoException & { readonly statusCode?: number }) {
    const { code, statusCode } = cause;
    const said =
      statusCode === undefined ? `could not be reached: ${code ?? cause.name}` : `answered HTTP ${statusCode}`;
    // Not the cause's own message, which names the proxy's address.
    super(`the proxy (HTTPS_PROXY) ${said}`, { cause });
    this.status = statusCode;
  }
}

export class EgressProxy {
  readonly agent: TlsAgent;
  readonly #exempt: readonly string[];
  readonly #trusted: readonly string[];

  private constructor(url: string, exempt: readonly string[], trusted: readonly string[], idleMs: number) {
    // The proxy's own address is not checked: it is the operator's setting.
    this.agent = new TlsAgent({ keepAlive: true, timeout: idleMs, proxyEnv: { https_proxy: url } });
    [this.#exempt, this.#trusted] = [exempt, trusted];
  }

  /**
   * @returns undefined without a proxy.
   * @throws PipelineError `config_invalid`, without repeating the URL.
   */
  static fromSettings({ url, exempt, trusted }: ProxySettings, idleMs: number): EgressProxy | undefined {
    const text = url.reveal().trim();
    if (text === "") return undefined;
    // curl and others take a host and port alone.
    const full = text.includes("://") ? text : `http://${text}`;
    const parsed = URL.canParse(full) ? new URL(full) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === "") {
      throw new PipelineError("config_invalid", "HTTPS_PROXY must look like http://user:password@host:3128");
    }
    const entries = exempt.split(/[\s,]+/).filter((entry) => entry !== "");
    return new EgressProxy(parsed.href, entries, trusted, idleMs);
  }

  /** True if the request goes through the proxy; otherwise it must be checked and go directly. */
  carries({ protocol, hostname, port }: URL, guard: EgressGuard): boolean {
    if (protocol !== "https:" || isIP(hostname.replace(/^\[(.*)\]$/, "$1")) !== 0) return false;
    return guard.trusts(hostname, this.#trusted) && !isExempt(hostname, port === "" ? "443" : port, this.#exempt);
  }
}

/**
 * As Go's and curl's clients read NO_PROXY: `example.com` is the host and all below, `.example.com` and `*.example.com`
 * all below, `example.com:8443` only that port, `*` everything. https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
function isExempt(host: string, port: string, entries: readonly string[]): boolean {
  const plain = host.toLowerCase().replace(/\.$/, "");
  return entries.some((entry) => {
    const { name = "", only } = /^(?<name>.*?)(?::(?<only>\d+))?$/.exec(entry.toLowerCase())!.groups!;
    if (only !== undefined && only !== port) return false;
    if (name === "*") return true;
    const suffix = name.replace(/^\*?\./, ".");
    return suffix.startsWith(".") ? plain.endsWith(suffix) : plain === suffix || plain.endsWith(`.${suffix}`);
  });
}
