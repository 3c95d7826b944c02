/**
 * Checks connections to addresses that users enter, at the connection itself. A name is resolved once, every answer is
 * checked, and the connection goes to a checked address. A name that resolves differently later gains nothing.
 */
import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

import { forbidden, inside, isIn, parseAddress, parseNetwork, withEmbedded, type Network } from "./addresses.ts";
import { PipelineError } from "./errors.ts";

export interface EgressOptions {
  /** True if this machine and private networks may be reached. */
  readonly allowsInside: boolean;
  /**
   * Allowed addresses, separated by commas: IP addresses, CIDR, host names, and *.example.com for all
   * below. A listed name may resolve to any address that is not always blocked.
   */
  readonly allowed?: string;
  /** Name of the setting with `allowed`, if nothing else may be reached. */
  readonly only?: string;
}

export class EgressGuard {
  readonly #allowsInside: boolean;
  readonly #allowed: AllowList;
  readonly #only: string | undefined;

  /** @throws PipelineError `config_invalid` when an entry of `allowed` is neither a network nor a host. */
  constructor({ allowsInside, allowed = "", only }: EgressOptions) {
    this.#allowsInside = allowsInside;
    this.#allowed = toAllowList(allowed);
    this.#only = only;
  }

  /**
   * Creates a guard from the operator's list; if it is empty everything may be reached, private networks too.
   *
   * @param setting its name, for error messages.
   * @throws PipelineError `config_invalid`
   */
  static fromSetting(setting: string, allowed: string): EgressGuard {
    if (allowed.trim() === "") return new EgressGuard({ allowsInside: true });
    return new EgressGuard({ allowsInside: false, allowed, only: setting });
  }

  /**
   * Why an address is blocked; undefined when it is allowed.
   * @param host the name that resolved to it, or the address itself (IPv4 or IPv6)
   */
  whyRefused(address: string, host: string = address): string | undefined {
    const parsed = parseAddress(address);
    if (!parsed) return "it is not an IP address";
    const forms = withEmbedded(parsed);
    if (forms.some((form) => isIn(forbidden, form)))
      return "it is a link-local, cloud metadata, multicast or unspecified address";
    const { networks, names } = this.#allowed;
    if (names.some((name) => isNamed(host, name))) return undefined;
    // Checks only the address itself: where an IPv6 address leads is its gateway's decision.
    if (this.#only !== undefined) return isIn(networks, forms[0]) ? undefined : notIn(this.#only);
    const isClosed = forms.some((form) => isIn(inside, form) && !isIn(networks, form));
    return isClosed && !this.#allowsInside ? "private address" : undefined;
  }

  /**
   * True if a name may be reached whatever it resolves to: only then may somebody else, such as a proxy, resolve it.
   *
   * @param byDefault names for which that holds if the operator lists nothing.
   */
  trusts(host: string, byDefault: readonly string[]): boolean {
    const { names } = this.#allowed;
    const trusted = this.#only === undefined ? [...names, ...byDefault] : names;
    return trusted.some((name) => isNamed(host, name));
  }

  /**
   * Checks a host that is an address; names are checked by `lookup`.
   *
   * @throws PipelineError `egress_refused` for a host that is a blocked address, or the path of a local socket if the
   *   operator lists what may be reached.
   */
  assertHost(host: string): void {
    const address = host.replace(/^\[(.*)\]$/, "$1");
    if (host.startsWith("/") && this.#only !== undefined) throw refused(host, notIn(this.#only));
    if (isIP(address) === 0) return;
    const reason = this.whyRefused(address);
    if (reason !== undefined) throw refused(host, reason);
  }

  /**
   * Pass it as `lookup` of a socket or request. Sockets do not call it for hosts that are addresses: see `assertHost`.
   * Fails with PipelineError `egress_refused` when all of the name's addresses are blocked.
   */
  readonly lookup: LookupFunction = (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, answers) => {
      if (error) return callback(error, []);
      const reachable = answers.filter(({ address }) => this.whyRefused(address, host) === undefined);
      const [first] = reachable;
      if (!first) {
        // An empty name has no answer at all.
        const reasons = answers.map(({ address }) => this.whyRefused(address, host));
        return callback(refused(host, reasons[0] ?? "it has no address"), []);
      }
      if (options.all === true) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
}

/** Matches hosts by names and networks, as in `EgressOptions.allowed`; names are not resolved. */
export class HostList {
  readonly #list: AllowList;

  /** @throws PipelineError `config_invalid` */
  constructor(text: string) {
    this.#list = toAllowList(text);
  }

  has(host: string): boolean {
    const parsed = parseAddress(host.replace(/^\[(.*)\]$/, "$1"));
    if (parsed) return isIn(this.#list.networks, parsed);
    return this.#list.names.some((name) => isNamed(host, name));
  }
}

function refused(host: string, reason: string): PipelineError {
  return new PipelineError("egress_refused", `${host} is blocked: ${reason}`);
}

function notIn(setting: string): string {
  return `the setting ${setting} does not allow it`;
}

interface AllowList {
  readonly networks: readonly Network[];
  /** In lower case; `*.` matches one or more labels. */
  readonly names: readonly string[];
}

function toAllowList(text: string): AllowList {
  const entries = text.split(",").map((entry) => entry.trim().toLowerCase());
  // A host that ends in a number is an IPv4 address or invalid: https://url.spec.whatwg.org/#ends-in-a-number-checker
  const isName = (entry: string): boolean => /^(\*\.)?([a-z0-9_-]+\.)*[a-z][a-z0-9-]*$/.test(entry);
  const networks = entries.filter((entry) => entry !== "" && !isName(entry));
  return { networks: networks.map(toNetwork), names: entries.filter(isName) };
}

function isNamed(host: string, name: string): boolean {
  // An address with a zone may end like a name: `::ffff:10.0.0.5%x.example.com` leads to 10.0.0.5. No IPv4 address ends like one.
  if (/[:%]/.test(host)) return false;
  const plain = host.toLowerCase().replace(/\.$/, "");
  return name.startsWith("*.") ? plain.endsWith(name.slice(1)) : plain === name;
}

function toNetwork(text: string): Network {
  const network = parseNetwork(text);
  if (network) return network;
  throw new PipelineError(
    "config_invalid",
    `"${text}" is not a network or host; write 10.1.0.0/16, an IP address, db.example.com or *.example.com`,
  );
}
