/**
 * The publishers of a stream share its window of message ids. Ids follow from what they are about: who guesses the next one of
 * another service, and publishes it first, would have that service's message taken for a repeat. So each id ends with a code
 * that only those can compute who have the same user and password.
 */
import { createHmac, scryptSync } from "node:crypto";

const keyBytes = 32;
/** Of 32. Who wants to suppress a message has to hit its code while the window is open. */
const codeBytes = 12;

/**
 * Processes of a service share its user, and thus their ids. With scrypt, because ids can be read by taps: none may be a way
 * to find a short password.
 */
export function messageIdsOf(user = "", password = ""): (id: string) => string {
  const key = scryptSync(password, `datamantri message ids ${user}`, keyBytes);
  return (id) => `${id}#${createHmac("sha256", key).update(id).digest().subarray(0, codeBytes).toString("base64url")}`;
}
