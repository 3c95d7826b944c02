/*
 * DuckDB macros of the results database. The first group writes values in BigQuery's JSON format. The second one
 * provides BigQuery functions that DuckDB has under another name, argument order or result type.
 */

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

const FUNCTION_MACROS = [
  `CREATE MACRO safe_divide(x, y) AS CASE WHEN y = 0 THEN NULL ELSE x / y END`,
  `CREATE MACRO ieee_divide(x, y) AS x::DOUBLE / y::DOUBLE`,
  `CREATE MACRO div(x, y) AS x // y`,
  `CREATE MACRO bq_date(x) AS x::DATE`,
  `CREATE MACRO bq_datetime(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE'
     THEN make_timestamp(epoch_us(x::TIMESTAMPTZ)) ELSE x::TIMESTAMP END`,
  `CREATE MACRO bq_timestamp(x) AS x::TIMESTAMPTZ`,
  `CREATE MACRO timestamp_seconds(n) AS make_timestamptz(n::BIGINT * 1000000)`,
  `CREATE MACRO timestamp_millis(n) AS make_timestamptz(n::BIGINT * 1000)`,
  `CREATE MACRO timestamp_micros(n) AS make_timestamptz(n::BIGINT)`,
  `CREATE MACRO unix_seconds(x) AS epoch_us(x) // 1000000`,
  `CREATE MACRO unix_millis(x) AS epoch_us(x) // 1000`,
  `CREATE MACRO unix_micros(x) AS epoch_us(x)`,
  `CREATE MACRO unix_date(x) AS x - DATE '1970-01-01'`,
  `CREATE MACRO format_timestamp(f, x) AS strftime(make_timestamp(epoch_us(x)), f)`,
  `CREATE MACRO format_datetime(f, x) AS strftime(x, f)`,
  `CREATE MACRO format_date(f, x) AS strftime(x, f)`,
  `CREATE MACRO bq_date_trunc(x, part) AS date_trunc(part, x)::DATE`,
  `CREATE MACRO bq_datetime_trunc(x, part) AS date_trunc(part, x)`,
  `CREATE MACRO bq_timestamp_trunc(x, part) AS date_trunc(part, x)`,
  `CREATE MACRO bq_diff(x, y, part) AS date_diff(part, y, x)`,
  `CREATE MACRO bq_date_add(x, i) AS (x + i)::DATE`,
  `CREATE MACRO bq_date_sub(x, i) AS (x - i)::DATE`,
  `CREATE MACRO bq_add(x, i) AS x + i`,
  `CREATE MACRO bq_sub(x, i) AS x - i`,
  `CREATE MACRO generate_uuid() AS uuid()::VARCHAR`,
  `CREATE MACRO parse_json(t) AS t::JSON`,
  `CREATE MACRO to_json_string(x) AS to_json(x)::VARCHAR`,
  `CREATE MACRO regexp_contains(x, r) AS regexp_matches(x, r)`,
  `CREATE MACRO bq_regexp_replace(x, r, y) AS regexp_replace(x, r, y, 'g')`,
  `CREATE MACRO logical_and(x) AS bool_and(x)`,
  `CREATE MACRO logical_or(x) AS bool_or(x)`,
  `CREATE MACRO array_length(x) AS len(x)`,
  `CREATE MACRO generate_array(x, y, s := 1) AS generate_series(x, y, s)`,
  `CREATE MACRO byte_length(x) AS octet_length(x)`,
  `CREATE MACRO char_length(x) AS length(x)`,
  `CREATE MACRO code_points_to_string(points) AS
     array_to_string(list_transform(points, lambda point: chr(point::INTEGER)), '')`,
  `CREATE MACRO st_geogpoint(x, y) AS {'$geography': 'POINT(' || x || ' ' || y || ')'}`,
  `CREATE MACRO st_geogfromtext(t) AS {'$geography': t}`,
  `CREATE MACRO st_astext(g) AS struct_extract(g, '$geography')`,
  // Returns 0 for no rows; DuckDB's returns NULL.
  `CREATE MACRO bq_countif(x) AS count(CASE WHEN x THEN 1 END)`,
  // Returns bytes, unlike DuckDB's, which returns hexadecimal text.
  `CREATE MACRO bq_md5(x) AS unhex(md5(x))`,
  `CREATE MACRO bq_to_hex(x) AS lower(hex(x))`,
  `CREATE MACRO is_nan(x) AS isnan(x)`,
  `CREATE MACRO is_inf(x) AS isinf(x)`,
  `CREATE MACRO bq_string(x) AS CASE
     WHEN typeof(x) = 'STRUCT("$bignumeric" VARCHAR)' THEN bq_numeric_text(to_json(x)->>'$."$bignumeric"')
     WHEN starts_with(typeof(x), 'DECIMAL') THEN bq_numeric_text(x)
     ELSE x::VARCHAR END`,
  `CREATE MACRO parse_bignumeric(t) AS {'$bignumeric': t}`,
];

/** Every macro, after those that it uses. */
export const MACROS: readonly string[] = [...FLOAT_MACROS, ...TEXT_MACROS, ...FUNCTION_MACROS];
