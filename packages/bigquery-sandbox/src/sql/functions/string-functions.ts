/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/hash_functions
 */
import { call, fn, type Signature } from "./signature.ts";

type Functions = Readonly<Record<string, readonly Signature[]>>;

/** A text function that also takes bytes. */
const both = (parameters: string, result: string, text: Signature["write"], bytes: Signature["write"]): Signature[] => [
  fn(parameters, result, text),
  fn(parameters.replaceAll("STRING", "BYTES"), result.replace("STRING", "BYTES"), bytes),
];

/** DuckDB forgets the type where one side is a NULL. */
const concat =
  (type: string): Signature["write"] =>
  (...all) =>
    `CAST(${all.join(" || ")} AS ${type})`;

const trim = (name: string): readonly Signature[] => [
  // White space of Unicode, not blanks alone.
  fn(
    "STRING",
    "STRING",
    (x) =>
      `${name}(${x}, chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || ' ' || chr(133) || chr(160) || chr(8195) || chr(8232) || chr(8233) || chr(12288))`,
  ),
  fn("STRING, STRING", "STRING", call(name)),
];

const length = both("STRING", "INT64", call("length"), call("octet_length"));
const substr: readonly Signature[] = [
  ...both("STRING, INT64, INT64?", "STRING", call("bq_substr"), call("bq_substr_bytes")),
];
const hash = (name: string): readonly Signature[] => [
  fn("STRING", "BYTES", (x) => `unhex(${name}(${x}))`),
  fn("BYTES", "BYTES", (x) => `unhex(${name}(${x}))`),
];

const pad = (isLeft: boolean): readonly Signature[] => [
  fn("STRING, INT64, STRING?", "STRING", (x, n, p) => `bq_pad(${x}, ${n}, ${p ?? "' '"}, ${isLeft})`),
];

export const stringFunctions: Functions = {
  ASCII: [fn("STRING", "INT64", (x) => `CASE WHEN ${x} = '' THEN 0 ELSE CAST(ascii(${x}) AS BIGINT) END`)],
  BYTE_LENGTH: both("STRING", "INT64", call("strlen"), call("octet_length")),
  CHAR_LENGTH: [fn("STRING", "INT64", call("length"))],
  CHARACTER_LENGTH: [fn("STRING", "INT64", call("length"))],
  CHR: [fn("INT64", "STRING", (n) => `CASE WHEN ${n} = 0 THEN '' ELSE chr(CAST(${n} AS INTEGER)) END`)],
  CODE_POINTS_TO_STRING: [fn("ARRAY<INT64>", "STRING", call("bq_code_points_text"))],
  CONCAT: both("STRING...", "STRING", concat("VARCHAR"), concat("BLOB")),
  CONTAINS_SUBSTR: [
    fn(
      "STRING, STRING",
      "BOOL",
      (x, y) => `contains(bq_normalize(${x}, 'NFKC', TRUE), bq_normalize(${y}, 'NFKC', TRUE))`,
    ),
  ],
  EDIT_DISTANCE: [fn("STRING, STRING", "INT64", (x, y) => `CAST(levenshtein(${x}, ${y}) AS BIGINT)`)],
  ENDS_WITH: [fn("STRING, STRING", "BOOL", call("ends_with"))],
  STARTS_WITH: [fn("STRING, STRING", "BOOL", call("starts_with"))],
  FROM_BASE64: [fn("STRING", "BYTES", call("bq_from_base64"))],
  FROM_HEX: [fn("STRING", "BYTES", call("bq_unhex"))],
  TO_BASE64: [fn("BYTES", "STRING", call("base64"))],
  TO_HEX: [fn("BYTES", "STRING", (x) => `lower(hex(${x}))`)],
  INITCAP: [
    fn(
      "STRING, STRING?",
      "STRING",
      (x, delimiters) =>
        `bq_initcap(${x}, ${delimiters ?? String.raw`' ,.!?@#$%^&*()[]{}<>|/\~_-+='';:"' || chr(9) || chr(10)`})`,
    ),
  ],
  INSTR: [
    fn("STRING, STRING, INT64?, INT64?", "INT64", (x, y, p, n) => `bq_instr(${x}, ${y}, ${p ?? "1"}, ${n ?? "1"})`),
  ],
  STRPOS: [fn("STRING, STRING", "INT64", call("strpos"))],
  LEFT: [fn("STRING, INT64", "STRING", call("bq_left"))],
  RIGHT: [fn("STRING, INT64", "STRING", call("bq_right"))],
  LENGTH: length,
  LOWER: [fn("STRING", "STRING", call("lower"))],
  UPPER: [fn("STRING", "STRING", call("upper"))],
  LPAD: pad(true),
  RPAD: pad(false),
  TRIM: trim("trim"),
  LTRIM: trim("ltrim"),
  RTRIM: trim("rtrim"),
  NORMALIZE: [fn("STRING", "STRING", (x) => `bq_normalize(${x}, 'NFC', FALSE)`)],
  NORMALIZE_AND_CASEFOLD: [fn("STRING", "STRING", (x) => `bq_normalize(${x}, 'NFC', TRUE)`)],
  OCTET_LENGTH: both("STRING", "INT64", call("strlen"), call("octet_length")),
  REPEAT: [fn("STRING, INT64", "STRING", call("bq_repeat"))],
  REPLACE: [fn("STRING, STRING, STRING", "STRING", call("bq_replace"))],
  REVERSE: [fn("STRING", "STRING", call("reverse"))],
  SAFE_CONVERT_BYTES_TO_STRING: [fn("BYTES", "STRING", call("bq_decode"))],
  SPLIT: [fn("STRING, STRING?", "ARRAY<STRING>", (x, d) => `bq_split(${x}, ${d ?? "','"})`)],
  SUBSTR: substr,
  SUBSTRING: substr,
  TO_CODE_POINTS: [
    fn(
      "STRING",
      "ARRAY<INT64>",
      (x) =>
        `CASE WHEN ${x} = '' THEN [] ELSE list_transform(string_split(${x}, ''), lambda point: CAST(unicode(point) AS BIGINT)) END`,
    ),
  ],
  TRANSLATE: [fn("STRING, STRING, STRING", "STRING", call("bq_translate"))],
  UNICODE: [fn("STRING", "INT64", (x) => `CASE WHEN ${x} = '' THEN 0 ELSE CAST(unicode(${x}) AS BIGINT) END`)],
  REGEXP_CONTAINS: [fn("STRING, STRING", "BOOL", call("regexp_matches"))],
  MD5: hash("md5"),
  SHA1: hash("sha1"),
  SHA256: hash("sha256"),
  FARM_FINGERPRINT: [
    fn("STRING", "INT64", (x) => `bq_farm_fingerprint(encode(${x}))`),
    fn("BYTES", "INT64", call("bq_farm_fingerprint")),
  ],
  GENERATE_UUID: [fn("", "STRING", () => "CAST(uuid() AS VARCHAR)")],
  SESSION_USER: [fn("", "STRING", () => "'sandbox@localhost'")],
};
