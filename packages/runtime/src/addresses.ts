/** IP addresses and networks. Uses no Node modules: pages validate input with it. */
import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** The address of a network and the length of its prefix. */
export type Network = readonly [Address, number];

/** Never reachable, whatever is allowed: includes the addresses that return a cloud machine's own credentials. */
export const forbidden = toNetworks([
  "0.0.0.0/8",
  // Link-local, with 169.254.169.254: AWS, Azure, Google Cloud, Oracle and others.
  "169.254.0.0/16",
  "fe80::/10",
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  "fd00:ec2::254",
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
  "fd00:ec2::23",
  // https://cloud.google.com/compute/docs/metadata/querying-metadata
  "fd20:ce::254",
  // https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
  "100.100.100.200",
  // https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
  "168.63.129.16",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::",
  "ff00::/8",
]);

/** Not reachable from the Internet: https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6- */
export const inside = toNetworks([
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
  "::1",
  "fc00::/7",
  // Site-local, before fc00::/7: RFC 3879.
  "fec0::/10",
  // IETF protocols, with Teredo and benchmarks. What is global in it is no receiver.
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "100::/64",
  "100:0:0:1::/64",
  "64:ff9b:1::/48",
]);

/** Prefixes whose addresses contain an IPv4 address, and the byte at which it begins. */
const leading = [
  // Compatible (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056).
  ["::/96", 12],
  ["::ffff:0:0:0/96", 12],
  ["64:ff9b::/96", 12],
  ["64:ff9b:1::/48", 12],
  ["2002::/16", 2],
  // Teredo's server (RFC 4380).
  ["2001::/32", 4],
] as const;
const embeddings = leading.map(([network, offset]) => ({ networks: toNetworks([network]), offset }));

/** Ends with its client's IPv4 address, each bit inverted: https://www.rfc-editor.org/rfc/rfc4380#section-4 */
const teredo = toNetworks(["2001::/32"]);

const localNat64 = toNetworks(["64:ff9b:1::/48"]);
/**
 * Bytes of the IPv4 address after NAT64 prefixes of 48, 56 and 64 bits:
 * https://www.rfc-editor.org/rfc/rfc6052#section-2.2. Which length a local gateway uses is unknown, so all are checked.
 */
const shorterNat64 = [
  [6, 7, 9, 10],
  [7, 9, 10, 11],
  [9, 10, 11, 12],
];
/** No gateway leads there: such bytes belong to a longer prefix. */
const noHost = toNetworks(["0.0.0.0/8", "224.0.0.0/3"]);

/** Both are in ::/96, but contain no IPv4 address. */
const noneAndLoopback = toNetworks(["::", "::1"]);

/**
 * Parses an address in any notation that a resolver accepts: decimal, octal, hexadecimal or short. An IPv4-mapped
 * address becomes its IPv4 address.
 *
 * @returns undefined for anything else, names included.
 */
export function parseAddress(text: string): Address | undefined {
  const plain = toReadable(text);
  return ipaddr.isValid(plain) ? ipaddr.process(plain) : undefined;
}

/**
 * The smallest unit that one subscriber has: an IPv4 address, or a /64 of IPv6
 * (https://www.rfc-editor.org/rfc/rfc6177). Other text is returned unchanged.
 */
export function subscriberOf(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return text;
  if (address.kind() === "ipv4") return address.toString();
  const network = new ipaddr.IPv6([...address.toByteArray().slice(0, 8), ...Array.from({ length: 8 }, () => 0)]);
  return `${network.toString()}/64`;
}

/** Parses an address in standard notation, or CIDR. @returns undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const cidr = toReadable(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return ipaddr.IPv4.parseCIDR(cidr);
  if (!ipaddr.IPv6.isValidCIDR(cidr)) return undefined;
  const [address, length] = ipaddr.IPv6.parseCIDR(cidr);
  return address.isIPv4MappedAddress() && length >= 96 ? [address.toIPv4Address(), length - 96] : [address, length];
}

export function isIn(networks: readonly Network[], address: Address): boolean {
  return networks.some(([network, length]) => network.kind() === address.kind() && address.match(network, length));
}

/** Returns the address itself, then the addresses that it may lead to. */
export function withEmbedded(address: Address): readonly [Address, ...Address[]] {
  if (address.kind() === "ipv4" || isIn(noneAndLoopback, address)) return [address];
  const bytes = address.toByteArray();
  const led = embeddings.filter(({ networks }) => isIn(networks, address));
  const shorter = isIn(localNat64, address) ? shorterNat64 : [];
  const inverted = isIn(teredo, address) ? [bytes.slice(12).map((byte) => byte ^ 0xff)] : [];
  return [
    address,
    ...led.map(({ offset }) => new ipaddr.IPv4(bytes.slice(offset, offset + 4))),
    ...inverted.map((client) => new ipaddr.IPv4(client)),
    ...shorter.map((at) => new ipaddr.IPv4(at.map((i) => bytes[i]!))).filter((form) => !isIn(noHost, form)),
  ];
}

/**
 * True if a host, as typed in, is an address that is never reachable: link-local, a cloud machine's own, or not of a
 * single machine. It can be refused before it is stored. Names are checked by the guard's `lookup`.
 */
export function isNeverReached(host: string): boolean {
  const plain = host.trim().replace(/^\[(.*)\]$/, "$1");
  const address = parseAddress(plain.replace(/\.$/, ""));
  return address !== undefined && withEmbedded(address).some((form) => isIn(forbidden, form));
}

/**
 * Normalises notations that ipaddr.js parses differently from resolvers. It accepts only some zones; it does not know
 * that a bare `0x` is 0; and it parses `::10.0.0.1` as mapped, which it is not, unless it has one more group.
 */
function toReadable(text: string): string {
  return text
    .replace(/%[^/]*/, "")
    .replaceAll(/(?<=^|\.)0x(?=\.|$)/gi, "0")
    .replace(/^::(?=\d+\.)/, "::0:");
}

/** @throws Error for an invalid network: a mistake in this file. */
function toNetworks(texts: readonly string[]): readonly Network[] {
  return texts.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new Error(`"${text}" is no network`);
    return network;
  });
}
