import { expect, test } from "vitest";

import { isTimeZone } from "../src/time-zones.ts";

test.each([
  "UTC",
  "GMT",
  "Europe/Berlin",
  "Asia/Calcutta",
  "America/Argentina/Ushuaia",
  "Etc/GMT+5",
  "US/Pacific",
  "Japan",
  "EST5EDT",
  "NZ-CHAT",
])("%s is a time zone", (name) => expect(isTimeZone(name)).toBe(true));

// Java's abbreviations, of which ICU knows other meanings, and offsets: https://nodejs.org/api/intl.html
test.each(["BST", "EST", "AST", "IST", "CST", "PST", "HST", "+05:30", "-08", "Berlin", "Mars/Phobos", "", "UTC+1"])(
  "%s is none",
  (name) => expect(isTimeZone(name)).toBe(false),
);
