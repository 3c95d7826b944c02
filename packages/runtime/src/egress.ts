/**
 * Checks connections to addresses that users enter, at the connection itself. A name is
 * resolved once, every answer is checked, and the connection goes to a checked address; so a name that changes its mind
 * between check and connection gains nothing.
 */
import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

import { PipelineError } from "./errors.ts";

/** Always blocked. Some of these addresses serve a cloud machine's own credentials. */
const forbidden = toBlockList([
  "0.0.0.0/8",
  // Link-local, with 169.254.169.254: AWS, Azure, Google Cloud, Oracle and others.
  "169.254.0.0/16",
  "fe80::/10",
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  "fd00:ec2::254/128",
  // https://cloud.google.com/compute/docs/metadata/querying-metadata
  "fd20:ce::254/128",
  // https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
  "100.100.100.200/32",
  // https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
  "168.63.129.16/32",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/128",
  "ff00::/8",
]);

/** Not reached from the Internet: https://www.iana.org/assignments/iana-ipv4-special-registry */
const inside = toBlockList([
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "::1/128",
  "fc00::/7",
  "2001:db8::/32",
  "100::/64",
]);

export interface EgressOptions {
  /** Whether addresses inside may be reached: this machine and private networks. */
  readonly allowsInside: boolean;
  /**
   * Allowed addresses, separated by commas: IP addresses, CIDR, host names, and *.example.com for all
   * below. A listed name may resolve to any address that is not always blocked.
   */
  readonly allowed?: string;
  /** The setting that has `allowed`, when nothing else may be reached, inside or not. */
  readonly only?: string;
}

export class EgressGuard {
  readonly #allowsInside: boolean;
  readonly #allowed: AllowList;
  readonly #only: string | undefined;

  /** @throws PipelineError `config_invalid` when `allowed` has what is neither network nor host. */
  constructor({ allowsInside, allowed = "", only }: EgressOptions) {
    this.#allowsInside = allowsInside;
    this.#allowed = toAllowList(allowed);
    this.#only = only;
  }

  /**
   * The operator's list of what may be reached; without one everything may, inside as well.
   *
   * @param setting its name, for who meets a refusal.
   * @throws PipelineError `config_invalid`
   */
  static fromSetting(setting: string, allowed: string): EgressGuard {
    if (allowed.trim() === "") return new EgressGuard({ allowsInside: true });
    return new EgressGuard({ allowsInside: false, allowed, only: setting });
  }

  /** Why an address is blocked; undefined when it is allowed. @param host of which it is an address (IPv4 or IPv6) */
  whyRefused(address: string, host: string = address): string | undefined {
    const forms = withEmbedded(address);
    if (forms.some((form) => has(forbidden, form)))
      return "it is a link-local, cloud metadata, multicast or unspecified address";
    const { networks, names } = this.#allowed;
    if (names.some((name) => isNamed(host, name))) return undefined;
    // The address as it is: what an IPv6 address leads to is for its gateway to say.
    if (this.#only !== undefined) return has(networks, forms[0]!) ? undefined : notIn(this.#only);
    const isClosed = forms.some((form) => has(inside, form) && !has(networks, form));
    return isClosed && !this.#allowsInside ? "private address" : undefined;
  }

  /**
   * Names wait for `lookup`.
   *
   * @throws PipelineError `egress_refused` for a host that is a blocked address, or the path of a
   *   local socket where the operator says what may be reached.
   */
  assertHost(host: string): void {
    const address = host.replace(/^\[(.*)\]$/, "$1");
    if (host.startsWith("/") && this.#only !== undefined) throw refused(host, notIn(this.#only));
    if (isIP(address) === 0) return;
    const reason = this.whyRefused(address);
    if (reason !== undefined) throw refused(host, reason);
  }

  /**
   * For `lookup` of a socket or request. Sockets do not ask it about hosts that are addresses: see `assertHost`.
   * Fails with PipelineError `egress_refused` when none of the name's addresses may be reached.
   */
  readonly lookup: LookupFunction = (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, answers) => {
      if (error) return callback(error, []);
      const reachable = answers.filter(({ address }) => this.whyRefused(address, host) === undefined);
      const [first] = reachable;
      if (!first) return callback(refused(host, this.whyRefused(answers[0]!.address, host) ?? "it has no address"), []);
      if (options.all === true) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
}

/**
 * Whether a host, as a user enters it, is an always blocked address: link-local, cloud metadata, or no
 * single machine's. So it can be refused before anything is kept. Names wait for `lookup`, wherever they lead.
 */
export function isNeverReached(host: string): boolean {
  const address = toAddress(host);
  return address !== undefined && withEmbedded(address).some((form) => has(forbidden, form));
}

/** The address that a host is, also in decimal, octal, hexadecimal or in short, as resolvers and URLs take it. */
function toAddress(host: string): string | undefined {
  const plain = host.trim().replace(/^\[(.*)\]$/, "$1");
  if (isIP(plain) !== 0) return plain;
  // Names that have only these characters, such as "cafe.fax", are none that the URL parser takes for an address.
  const url = /^[\da-fx.]+$/i.test(plain) && URL.canParse(`http://${plain}`) ? new URL(`http://${plain}`) : undefined;
  return url !== undefined && isIP(url.hostname) === 4 ? url.hostname : undefined;
}

function refused(host: string, reason: string): PipelineError {
  return new PipelineError("egress_refused", `${host} is blocked: ${reason}`);
}

function notIn(setting: string): string {
  return `the setting ${setting} does not allow it`;
}

interface AllowList {
  readonly networks: BlockList;
  /** In lower case; `*.` matches one or more labels. */
  readonly names: readonly string[];
}

function toAllowList(text: string): AllowList {
  const entries = text.split(",").map((entry) => entry.trim().toLowerCase());
  // What ends in a number is an address or none: https://url.spec.whatwg.org/#ends-in-a-number-checker
  const isName = (entry: string): boolean => /^(\*\.)?([a-z0-9_-]+\.)*[a-z][a-z0-9-]*$/.test(entry);
  const networks = entries.filter((entry) => entry !== "" && !isName(entry));
  return { networks: toBlockList(networks), names: entries.filter(isName) };
}

function isNamed(host: string, name: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, "");
  return name.startsWith("*.") ? plain.endsWith(name.slice(1)) : plain === name;
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", length, ...rest] = network.split("/");
    const family = isIP(address);
    const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
    if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(length ?? "0") || bits > (family === 4 ? 32 : 128)) {
      throw new PipelineError(
        "config_invalid",
        `"${network}" is not a network or host; write 10.1.0.0/16, an IP address, db.example.com or *.example.com`,
      );
    }
    list.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

function has(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

/** An IPv6 address may lead to an IPv4 one: mapped, compatible, by NAT64 (RFC 6052, RFC 8215) or 6to4 (RFC 3056). */
function withEmbedded(address: string): readonly string[] {
  if (isIP(address) !== 6) return [address];
  const groups = toGroups(address);
  const prefix = groups.slice(0, 6).map((group) => group.toString(16));
  const leads = ["0:0:0:0:0:ffff", "0:0:0:0:0:0", "64:ff9b:0:0:0:0"].includes(prefix.join(":"));
  const isLocalNat64 = groups[0] === 0x64 && groups[1] === 0xff9b && groups[2] === 1;
  const isLoopbackOrNone = groups.slice(0, 7).every((group) => group === 0) && groups[7]! <= 1;
  const plain = address.replace(/%.*$/, "");
  if ((leads || isLocalNat64) && !isLoopbackOrNone) return [plain, toIpv4(groups[6]!, groups[7]!)];
  return groups[0] === 0x2002 ? [plain, toIpv4(groups[1]!, groups[2]!)] : [plain];
}

/** The eight groups of an IPv6 address; the URL parser knows every spelling. */
function toGroups(address: string): number[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, "")}]`);
  const [left = "", right] = hostname.slice(1, -1).split("::");
  const parse = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  if (right === undefined) return parse(left);
  const [head, tail] = [parse(left), parse(right)];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function toIpv4(high: number, low: number): string {
  return [high >>> 8, high & 255, low >>> 8, low & 255].join(".");
}
