/**
 * Checks that a host is one host. A pasted connection string, list or address with a user may contain a password, so the
 * problem never repeats its input.
 */

/** https://www.rfc-editor.org/rfc/rfc1123#section-2, and underscores, which some resolvers have. */
const label = String.raw`[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?`;
const dnsName = new RegExp(String.raw`^${label}(?:\.${label})*\.?$`, "u");
/** Looks like an address; the loader parses it when it connects. */
const ipv6 = /^[\da-f]*:[\da-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?$/i;
/** Folder of a local socket. */
const socket = /^\/[^\s=@]*$/;

const problems: readonly (readonly [RegExp, string])[] = [
  [/:\/\//, "is a connection string: write its parts into host, port, database, user and password"],
  [/=/, "is a list of settings: write its parts into host, port, database, user and password"],
  [/@/, "has a user or a password in it: write them into user and password"],
  [/,/, "is a list: name one server"],
  [/^\[.*\]/, "has brackets: write an IPv6 address without them, and the port into port"],
  [/^[^:]+:\d+$/, "has a port in it: write it into port"],
  [/%/, "must be a host name, or an IP address without a zone (%)"],
];

/** @returns what is wrong, without repeating it; undefined for a host. */
export function problemOfHost(text: string): string | undefined {
  for (const [pattern, problem] of problems) if (pattern.test(text)) return problem;
  const isHost = text.startsWith("/") ? socket.test(text) : dnsName.test(text) || ipv6.test(text);
  return isHost ? undefined : "must be the name or the address of one server";
}
