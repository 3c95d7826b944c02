/**
 * The publishers of a stream share its window of message ids. Ids are predictable: a service that publishes another's
 * next id first would have that message dropped as a duplicate. So each id ends with a code that only holders of the
 * same user and password can compute.
 */
import { createHmac, scryptSync } from "node:crypto";

const keyBytes = 32;
/** Twelve of the digest's 32 bytes suffice: an attacker has only the duplicate window to guess them. */
const codeBytes = 12;

/**
 * Processes of a service share its user, and therefore their ids. Uses scrypt because taps can read ids: these must not
 * help to find a short password.
 */
export function messageIdsOf(user = "", password = ""): (id: string) => string {
  const key = scryptSync(password, `datamantri message ids ${user}`, keyBytes);
  return (id) => `${id}#${createHmac("sha256", key).update(id).digest().subarray(0, codeBytes).toString("base64url")}`;
}
