/** Which accounts receive a message, as the table of links says. */
import { natsLinks, streamSubjects } from "@datamantri/contracts";

import type { User } from "./connect-as.ts";

export const links = natsLinks();

/** A concrete subject for a link. */
export function fill(subject: string): string {
  return subject.replaceAll("*", "7").replace(/>$/, "7.7");
}

export const accountOf = (user: User): string => user.toUpperCase();

/** The values of a filter's wildcards in a subject; undefined if it does not match. */
function match(filter: string, subject: string): string[] | undefined {
  const [wanted, tokens] = [filter.split("."), subject.split(".")];
  const isLong = wanted.at(-1) === ">";
  if (isLong ? tokens.length < wanted.length : tokens.length !== wanted.length) return undefined;
  const found: string[] = [];
  for (const [i, token] of wanted.entries()) {
    if (token === ">") found.push(tokens.slice(i).join("."));
    else if (token === "*") found.push(tokens[i]!);
    else if (token !== tokens[i]) return undefined;
  }
  return found;
}

/** Accounts that receive a subject published in one: by its links, and by those of the accounts where it arrives. */
function spread(account: string, subject: string, heard = new Set<string>()): Set<string> {
  for (const { kind, owner, user, subject: own, as = own } of links) {
    const [from, to, source, target] = kind === "request" ? [user, owner, as, own] : [owner, user, own, as];
    const tokens = from === account ? match(source, subject) : undefined;
    if (!tokens || heard.has(to)) continue;
    heard.add(to);
    // Stored events are in the taps' mirror, which republishes them.
    if (to === "REGISTRY" && match(streamSubjects.EVENTS[0], subject)) heard.add("TAP");
    spread(
      to,
      target.replaceAll(/\*|>/g, () => tokens.shift()!),
      heard,
    );
  }
  return heard;
}

/** The other accounts that receive a user's message. Without feeds, which have no users. */
export function hearersOf(user: User, subject: string): string[] {
  // Its permissions.
  if (user === "tap" && !/^\$JS\.(API|(ACK|FC)\.EVENTS)\./.test(subject)) return [];
  const account = accountOf(user);
  const heard = spread(account, subject);
  if (account === "REGISTRY" && match(streamSubjects.EVENTS[0], subject)) heard.add("TAP");
  return [...heard].filter((other) => other !== account && !other.endsWith("_FEED")).toSorted();
}
