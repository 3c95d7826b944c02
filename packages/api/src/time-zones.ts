/**
 * True for a name of IANA's database (`Europe/Berlin`, `UTC`). JavaScript also takes offsets and Java's old
 * abbreviations, of which most mean something else: BST is Dhaka there, AST Anchorage. Their names have no slash; of IANA's
 * own without one, such as EST or Japan, each is a link to a name with one.
 * https://data.iana.org/time-zones/tzdb/backward
 */
export function isTimeZone(name: string): boolean {
  if (!name.includes("/") && !/^(?:UTC|GMT)$/i.test(name)) return false;
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const timeZoneAdvice = "is not a time zone of IANA's database: use a name such as Europe/Berlin or UTC";
