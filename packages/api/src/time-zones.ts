const withoutSlash: ReadonlySet<string> = new Set(
  (
    "CET CST6CDT CUBA EET EGYPT EIRE EST5EDT GB GB-EIRE GMT GMT+0 GMT-0 GMT0 GREENWICH HONGKONG ICELAND IRAN ISRAEL JAMAICA " +
    "JAPAN KWAJALEIN LIBYA MET MST7MDT NAVAJO NZ NZ-CHAT POLAND PORTUGAL PRC PST8PDT ROC ROK SINGAPORE TURKEY UCT UNIVERSAL " +
    "UTC W-SU WET ZULU"
  ).split(" "),
);

/**
 * True for a name of IANA's database (`Europe/Berlin`, `UTC`). JavaScript also takes offsets and Java's old
 * abbreviations, of which most mean something else: BST is Dhaka there, AST Anchorage. Their names have no slash, as some of
 * IANA's own, which are listed here but for EST, MST and HST: most people expect daylight saving time of these.
 * https://data.iana.org/time-zones/tzdb/backward
 */
export function isTimeZone(name: string): boolean {
  if (!name.includes("/") && !withoutSlash.has(name.toUpperCase())) return false;
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const timeZoneAdvice = "is not a time zone of IANA's database: use a name such as Europe/Berlin or UTC";
