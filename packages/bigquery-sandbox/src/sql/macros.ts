/*
 * DuckDB macros of the results database: those that write values in BigQuery's JSON format, then those that queries
 * use where DuckDB's functions differ from BigQuery's.
 */
import { INTERVAL_MACROS } from "./interval-macros.ts";
import { MATH_MACROS } from "./math-macros.ts";

/**
 * FLOAT64 as Java's Double.toString writes it, which BigQuery uses: "0.1", "9280000.0", "1.5488E7", "NaN". DuckDB's own
 * text is the shortest that parses to the same value; only its layout is changed.
 */
const FLOAT_MACROS = [
  `CREATE MACRO bq_mantissa(digits) AS digits[1] || '.' || CASE WHEN strlen(digits) > 1 THEN digits[2:] ELSE '0' END`,
  `CREATE MACRO bq_scientific(t) AS CASE
     WHEN contains(t, 'e') THEN
       bq_mantissa(replace(split_part(t, 'e', 1), '.', '')) || 'E' || split_part(t, 'e', 2)::INTEGER
     WHEN t[1:2] = '0.' THEN
       bq_mantissa(ltrim(t[3:], '0')) || 'E-' || (strlen(t) - 1 - strlen(ltrim(t[3:], '0')))
     ELSE
       bq_mantissa(rtrim(split_part(t, '.', 1) || regexp_replace(split_part(t, '.', 2), '^0$', ''), '0'))
         || 'E' || (strlen(split_part(t, '.', 1)) - 1) END`,
  `CREATE MACRO bq_float_text(x) AS CASE
     WHEN x IS NULL THEN NULL
     WHEN isnan(x) THEN 'NaN'
     WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
     WHEN x = 0 THEN CASE WHEN signbit(x) THEN '-0.0' ELSE '0.0' END
     WHEN abs(x) >= 0.001 AND abs(x) < 10000000 THEN x::VARCHAR
     ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || bq_scientific(abs(x)::VARCHAR) END`,
];

const TEXT_MACROS = [
  `CREATE MACRO bq_numeric_text(x) AS CASE
     WHEN contains(x::VARCHAR, '.') THEN rtrim(rtrim(x::VARCHAR, '0'), '.') ELSE x::VARCHAR END`,
  // Six digits of a second, or none.
  `CREATE MACRO bq_time_text(x) AS CASE
     WHEN strlen(x::VARCHAR) = 8 THEN x::VARCHAR ELSE rpad(x::VARCHAR, 15, '0') END`,
  `CREATE MACRO bq_datetime_text(x) AS x::DATE::VARCHAR || 'T' || bq_time_text(x::TIME)`,
  `CREATE MACRO bq_timestamp_iso(x) AS bq_datetime_text(make_timestamp(epoch_us(x))) || 'Z'`,
  // Whole seconds look like a double ("1.4375232E9"), others keep six decimals ("1.408452095220000E9").
  `CREATE MACRO bq_micros_scientific(t) AS
     t[1] || '.' || t[2:] || 'E' || (strlen(t) - 7)`,
  `CREATE MACRO bq_timestamp_seconds(x) AS CASE
     WHEN epoch_us(x) % 1000000 = 0 OR abs(epoch_us(x)) < 10000000000000
       THEN bq_float_text(epoch_us(x) / 1000000)
     ELSE CASE WHEN epoch_us(x) < 0 THEN '-' ELSE '' END || bq_micros_scientific(abs(epoch_us(x))::VARCHAR) END`,
  // [-]Y-M [-]D [-]H:M:S[.F], with three independent signs.
  `CREATE MACRO bq_interval_months(x) AS 12 * datepart('year', x) + datepart('month', x)`,
  `CREATE MACRO bq_interval_micros(x) AS
     3600000000 * datepart('hour', x) + 60000000 * datepart('minute', x) + datepart('microsecond', x)`,
  `CREATE MACRO bq_interval_clock(us) AS
     CASE WHEN us < 0 THEN '-' ELSE '' END || (abs(us) // 3600000000) || ':' || (abs(us) // 60000000 % 60) || ':'
       || (abs(us) // 1000000 % 60)
       || CASE WHEN us % 1000000 = 0 THEN '' ELSE '.' || rtrim(lpad((abs(us) % 1000000)::VARCHAR, 6, '0'), '0') END`,
  `CREATE MACRO bq_interval_text(x) AS
     CASE WHEN bq_interval_months(x) < 0 THEN '-' ELSE '' END
       || (abs(bq_interval_months(x)) // 12) || '-' || (abs(bq_interval_months(x)) % 12)
       || ' ' || datepart('day', x) || ' ' || bq_interval_clock(bq_interval_micros(x))`,
];

/** CASTs. Messages: https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions */
const CAST_MACROS = [
  `CREATE MACRO bq_utc(x) AS make_timestamp(epoch_us(x))`,
  // A lambda computes the text once.
  `CREATE MACRO bq_big_of(t) AS
     list_transform([t], lambda text: CASE WHEN text IS NOT NULL THEN {'$bignumeric': text} END)[1]`,
  `CREATE MACRO bq_big(t) AS bq_big_of(bq_number_parse(t, 'BIGNUMERIC'))`,
  // DuckDB reads no sign before 0x.
  `CREATE MACRO bq_unsigned_hex(x) AS CASE
     WHEN regexp_matches(x, '^\\s*[+-]0[xX]') THEN regexp_replace(x, '[+-]', '') ELSE x END`,
  `CREATE MACRO bq_parse_int64(x) AS CASE
     WHEN NOT regexp_full_match(x, '\\s*[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)\\s*') OR TRY_CAST(bq_unsigned_hex(x) AS BIGINT) IS NULL
     THEN bq_raise('Bad int64 value: ' || x)::BIGINT
     WHEN regexp_matches(x, '^\\s*-0[xX]') THEN -bq_unsigned_hex(x)::BIGINT ELSE bq_unsigned_hex(x)::BIGINT END`,
  `CREATE MACRO bq_parse_float64(x) AS CASE
     WHEN NOT regexp_full_match(x, '(?i)\\s*[+-]?([0-9]+\\.?[0-9]*(e[+-]?[0-9]+)?|\\.[0-9]+(e[+-]?[0-9]+)?|inf|infinity|nan)\\s*')
       OR (regexp_matches(x, '[0-9]') AND isinf(TRY_CAST(x AS DOUBLE)))
     THEN bq_raise('Bad double value: ' || x)::DOUBLE ELSE x::DOUBLE END`,
  `CREATE MACRO bq_parse_bool(x) AS CASE lower(x) WHEN 'true' THEN true WHEN 'false' THEN false
     ELSE bq_raise('Bad bool value: ' || x)::BOOLEAN END`,
  // Half away from zero; DuckDB's own cast rounds half to even.
  `CREATE MACRO bq_float_to_int64(x) AS CASE
     WHEN isnan(x) OR isinf(x) OR abs(x) >= 9223372036854775808
     THEN bq_raise('Illegal conversion of non-finite or too large floating point number to an integer: ' || bq_float_string(x))::BIGINT
     ELSE round(x)::BIGINT END`,
  `CREATE MACRO bq_valid_date(x) AS CASE
     WHEN x < DATE '0001-01-01' OR x > DATE '9999-12-31'
     THEN bq_raise('Date overflow: the result is not in 0001-01-01 to 9999-12-31')::DATE ELSE x::DATE END`,
  `CREATE MACRO bq_valid_datetime(x) AS CASE
     WHEN x < TIMESTAMP '0001-01-01 00:00:00' OR x > TIMESTAMP '9999-12-31 23:59:59.999999'
     THEN bq_raise('Datetime overflow: the result is not in 0001-01-01 to 9999-12-31')::TIMESTAMP ELSE x::TIMESTAMP END`,
  `CREATE MACRO bq_valid_timestamp(x) AS CASE
     WHEN epoch_us(x) < -62135596800000000 OR epoch_us(x) > 253402300799999999
     THEN bq_raise('Timestamp overflow: the result is not in 0001-01-01 to 9999-12-31')::TIMESTAMPTZ ELSE x::TIMESTAMPTZ END`,
  `CREATE MACRO bq_parse_date(x) AS CASE
     WHEN NOT regexp_full_match(x, '\\s*\\d{4}-\\d{1,2}-\\d{1,2}\\s*') OR TRY_CAST(x AS DATE) IS NULL
     THEN bq_raise(concat('Invalid date: ''', x, ''''))::DATE ELSE bq_valid_date(x::DATE) END`,
  // DuckDB's last time of a day is 24:00:00.
  `CREATE MACRO bq_is_hour_24(x) AS regexp_matches(x, '(^|[ Tt])\\s*24:')`,
  `CREATE MACRO bq_clock(x, most, part) AS CASE
     WHEN x NOT BETWEEN 0 AND most
     THEN bq_raise(concat('The ', part, ' must be from 0 to ', most, ': ', x))::BIGINT ELSE x END`,
  `CREATE MACRO bq_parse_datetime(x) AS CASE
     WHEN NOT regexp_full_match(x, '\\s*\\d{4}-\\d{1,2}-\\d{1,2}([ Tt]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{0,9})?)?\\s*')
       OR bq_is_hour_24(x) OR TRY_CAST(x AS TIMESTAMP) IS NULL
     THEN bq_raise(concat('Invalid datetime string "', x, '"'))::TIMESTAMP ELSE bq_valid_datetime(x::TIMESTAMP) END`,
  `CREATE MACRO bq_parse_time(x) AS CASE
     WHEN NOT regexp_full_match(x, '\\s*\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{0,9})?\\s*') OR bq_is_hour_24(x) OR TRY_CAST(x AS TIME) IS NULL
     THEN bq_raise(concat('Invalid time string "', x, '"'))::TIME ELSE x::TIME END`,
  `CREATE MACRO bq_zone_of(x) AS regexp_extract(x, ' ([A-Za-z_]+(/[A-Za-z_+-]+)*)\\s*$', 1)`,
  // DuckDB reads no blank before an offset, and needs its two digits.
  `CREATE MACRO bq_without_zone(x) AS regexp_replace(regexp_replace(regexp_replace(
     x, ' [A-Za-z_]+(/[A-Za-z_+-]+)*\\s*$', ''), '\\s+([+-]\\d)', '\\1'), '([+-])(\\d)(:\\d\\d)?$', '\\g<1>0\\2\\3')`,
  `CREATE MACRO bq_parse_timestamp(x) AS CASE
     WHEN NOT regexp_full_match(bq_without_zone(x),
         '\\s*\\d{4}-\\d{1,2}-\\d{1,2}([ Tt]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{0,9})?)?\\s*([Zz]|[+-]\\d{1,2}(:\\d{2})?)?\\s*')
       OR bq_is_hour_24(x) OR TRY_CAST(bq_without_zone(x) AS TIMESTAMPTZ) IS NULL
     THEN bq_raise(concat('Invalid timestamp: ''', x, ''''))::TIMESTAMPTZ
     WHEN bq_zone_of(x) = '' THEN bq_valid_timestamp(CAST(bq_without_zone(x) AS TIMESTAMPTZ))
     ELSE timezone(bq_zone_of(x), bq_without_zone(x)::TIMESTAMP) END`,
  // As many digits as are needed, in threes.
  `CREATE MACRO bq_fraction(us) AS CASE
     WHEN us % 1000000 = 0 THEN '' WHEN us % 1000 = 0 THEN '.' || lpad((us // 1000 % 1000)::VARCHAR, 3, '0')
     ELSE '.' || lpad((us % 1000000)::VARCHAR, 6, '0') END`,
  `CREATE MACRO bq_time_string(x) AS strftime(DATE '2000-01-01' + x, '%H:%M:%S') || bq_fraction(epoch_us(x))`,
  `CREATE MACRO bq_datetime_string(x) AS x::DATE::VARCHAR || ' ' || bq_time_string(x::TIME)`,
  `CREATE MACRO bq_timestamp_string(x) AS bq_datetime_string(bq_utc(x)) || '+00'`,
  `CREATE MACRO bq_parse_json(t) AS bq_canonical_json(t)::JSON`,
  `CREATE MACRO bq_json_or_null(t) AS CASE WHEN json_valid(t) THEN t END`,
  `CREATE MACRO bq_utf8(x) AS CASE
     WHEN TRY(decode(x)) IS NULL AND x IS NOT NULL THEN bq_raise('Invalid UTF-8 string') ELSE decode(x) END`,
];

/** Meanings that DuckDB's functions of the same name do not have. */
const FUNCTION_MACROS = [
  `CREATE MACRO bq_shift_left(x, n) AS CASE
     WHEN n < 0 THEN bq_raise('Bitwise binary operator for INT64 requires a non-negative second argument')::BIGINT
     WHEN n >= 64 THEN 0 ELSE (x::BIT << n::INTEGER)::BIGINT END`,
  // The sign is not repeated: https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#bitwise_operators
  `CREATE MACRO bq_shift_right(x, n) AS CASE
     WHEN n < 0 THEN bq_raise('Bitwise binary operator for INT64 requires a non-negative second argument')::BIGINT
     WHEN n >= 64 THEN 0 ELSE (x::BIT >> n::INTEGER)::BIGINT END`,
  `CREATE MACRO bq_div(x, y) AS CASE
     WHEN y = 0 THEN bq_raise(concat('division by zero: ', x, ' / ', y))::BIGINT ELSE x // y END`,
  `CREATE MACRO bq_mod(x, y) AS CASE
     WHEN y = 0 THEN bq_raise(concat('division by zero: MOD(', x, ', ', y, ')'))::BIGINT ELSE x % y END`,
  `CREATE MACRO bq_mod_numeric(x, y) AS CASE
     WHEN y = 0 THEN bq_raise('division by zero: MOD')::DECIMAL(38, 9) ELSE x % y END`,
  `CREATE MACRO bq_substr(x, p) AS CASE
     WHEN p > 0 THEN substr(x, p) WHEN p = 0 OR -p > length(x) THEN x ELSE substr(x, p) END,
   (x, p, n) AS CASE
     WHEN n < 0 THEN bq_raise('Third argument in SUBSTR() cannot be negative')
     WHEN p > 0 THEN substr(x, p, n) WHEN p = 0 OR -p > length(x) THEN substr(x, 1, n) ELSE substr(x, p, n) END`,
  `CREATE MACRO bq_start(p, n) AS CASE WHEN p > 0 THEN p WHEN p = 0 OR -p > n THEN 1 ELSE n + p + 1 END`,
  `CREATE MACRO bq_substr_bytes(x, p) AS array_slice(x, bq_start(p, octet_length(x)), octet_length(x)),
   (x, p, n) AS CASE WHEN n = 0 THEN ''::BLOB
     ELSE array_slice(x, bq_start(p, octet_length(x)), bq_start(p, octet_length(x)) + n - 1) END`,
  `CREATE MACRO bq_pad(x, n, p, left_side) AS CASE
     WHEN n < 0 THEN bq_raise('Second argument in LPAD or RPAD cannot be negative')
     WHEN p = '' THEN bq_raise('Third argument in LPAD or RPAD cannot be empty')
     WHEN left_side THEN lpad(x, n::INTEGER, p) ELSE rpad(x, n::INTEGER, p) END`,
  `CREATE MACRO bq_repeat(x, n) AS CASE
     WHEN n < 0 THEN bq_raise('Second argument in REPEAT cannot be negative') ELSE repeat(x, n) END`,
  `CREATE MACRO bq_left(x, n) AS CASE
     WHEN n < 0 THEN bq_raise('Second argument in LEFT() cannot be negative') ELSE left(x, n) END`,
  `CREATE MACRO bq_right(x, n) AS CASE
     WHEN n < 0 THEN bq_raise('Second argument in RIGHT() cannot be negative') ELSE right(x, n) END`,
  `CREATE MACRO bq_split(x, d) AS CASE WHEN d IS NULL THEN NULL WHEN x = '' THEN [''] ELSE string_split(x, d) END`,
  `CREATE MACRO bq_regexp_extract(x, r, g) AS CASE WHEN regexp_matches(x, r) THEN regexp_extract(x, r, g) END`,
  `CREATE MACRO bq_replace(x, a, b) AS CASE WHEN a = '' THEN x ELSE replace(x, a, b) END`,
  `CREATE MACRO bq_unhex(t) AS CASE
     WHEN regexp_full_match(t, '[0-9a-fA-F]*') THEN unhex(CASE WHEN length(t) % 2 = 1 THEN '0' || t ELSE t END)
     ELSE bq_raise('Failed to decode invalid hexadecimal string')::BLOB END`,
  `CREATE MACRO bq_from_base64(t) AS CASE
     WHEN TRY(from_base64(t)) IS NULL AND t IS NOT NULL THEN bq_raise('Failed to decode invalid base64 string')::BLOB
     ELSE from_base64(t) END`,
  `CREATE MACRO bq_code_points_text(points) AS
     array_to_string(list_transform(points, lambda point: chr(point::INTEGER)), '')`,
  `CREATE MACRO bq_generate_array(a, b, s) AS CASE
     WHEN s = 0 THEN [bq_raise('Sequence step cannot be 0.')::BIGINT] ELSE generate_series(a, b, s) END`,
  // Weeks of DuckDB start on Monday; "days" moves another first day there.
  `CREATE MACRO bq_week_start(x, days) AS date_trunc('week', x + to_days(days)) - to_days(days)`,
  `CREATE MACRO bq_week_of_year(x, first) AS
     (datepart('doy', x) + 6 - ((datepart('dow', x) - first + 7) % 7)) // 7`,
  `CREATE MACRO bq_isoyear_start(x) AS date_trunc('week', make_date(datepart('isoyear', x), 1, 4))`,
  `CREATE MACRO bq_json_scalar(j, p) AS CASE
     WHEN json_type(j, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, p) END`,
  `CREATE MACRO bq_json_double(x) AS CASE
     WHEN isnan(x) THEN '"NaN"' WHEN isinf(x) THEN CASE WHEN x > 0 THEN '"Infinity"' ELSE '"-Infinity"' END
     ELSE bq_float_string(x) END`,
  `CREATE MACRO bq_with_point(t) AS CASE WHEN regexp_full_match(t, '-?\\d+') THEN t || '.0' ELSE t END`,
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_encodings: others are strings.
  `CREATE MACRO bq_json_decimal(t) AS CASE
     WHEN NOT contains(t, '.') AND TRY_CAST(t AS BIGINT) BETWEEN -9007199254740992 AND 9007199254740992 THEN t ELSE '"' || t || '"' END`,
  // Whole numbers that a double cannot hold are strings.
  `CREATE MACRO bq_json_int64(x) AS CASE
     WHEN x BETWEEN -9007199254740992 AND 9007199254740992 THEN x::VARCHAR ELSE '"' || x::VARCHAR || '"' END`,
];

/** Every macro, after those that it uses. They use the functions of native/. */
export const MACROS: readonly string[] = [
  ...FLOAT_MACROS,
  ...TEXT_MACROS,
  ...CAST_MACROS,
  ...MATH_MACROS,
  ...INTERVAL_MACROS,
  ...FUNCTION_MACROS,
];
