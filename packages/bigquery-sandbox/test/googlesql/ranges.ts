import { type Page, refused, rows } from "./cases.ts";

export const ranges: readonly Page[] = [
  {
    page: "lexical#range_literals",
    cases: [
      ["RANGE<DATE> '[2014-01-01, 2015-01-01)'", "[2014-01-01, 2015-01-01)"],
      ["RANGE<DATE> '[2014-01-01, UNBOUNDED)'", "[2014-01-01, UNBOUNDED)"],
      ["RANGE<DATE> '[UNBOUNDED, 2014-01-01)'", "[UNBOUNDED, 2014-01-01)"],
      ["RANGE<DATE> '[NULL, NULL)'", "[UNBOUNDED, UNBOUNDED)"],
      [
        "RANGE<DATETIME> '[2014-09-27 12:30:00.45, 2016-10-17 11:15:00.33)'",
        "[2014-09-27T12:30:00.450000, 2016-10-17T11:15:00.330000)",
      ],
      ["RANGE<TIMESTAMP> '[1970-01-01 00:00:00+00, 1970-01-01 00:00:01.5+00)'", "[0.0, 1.5)"],
      ["RANGE<DATE> '(2014-01-01, 2015-01-01]'", refused("Invalid range literal")],
      ["RANGE<DATE> '[2014-01-01, x)'", refused("x")],
      ["RANGE<DATE> '[2015-01-01, 2014-01-01)'", refused("Range start element must be smaller")],
      ["RANGE<INT64> '[1, 2)'", refused("INT64")],
      ["RANGE<DATE>", refused("Syntax error")],
      ["CAST('[2014-01-01, 2015-01-01)' AS RANGE<DATE>)", "[2014-01-01, 2015-01-01)"],
      ["CAST(RANGE<DATE> '[2014-01-01, UNBOUNDED)' AS STRING)", "[2014-01-01, UNBOUNDED)"],
      ["CAST(NULL AS RANGE<DATE>)", null],
    ],
  },
  {
    page: "range-functions",
    cases: [
      ["RANGE(DATE '2022-12-01', DATE '2022-12-31')", "[2022-12-01, 2022-12-31)"],
      ["RANGE(NULL, DATE '2022-12-31')", "[UNBOUNDED, 2022-12-31)"],
      ["RANGE(DATE '2022-10-01', NULL)", "[2022-10-01, UNBOUNDED)"],
      ["RANGE(1, 2)", refused("RANGE")],
      ["RANGE_START(RANGE<DATE> '[2022-12-01, 2022-12-31)')", "2022-12-01"],
      ["RANGE_START(RANGE<DATE> '[UNBOUNDED, 2022-12-31)')", null],
      ["RANGE_END(RANGE<DATE> '[2022-12-01, 2022-12-31)')", "2022-12-31"],
      ["RANGE_END(RANGE<DATE> '[2022-12-01, UNBOUNDED)')", null],
      ["RANGE_END(CAST(NULL AS RANGE<DATE>))", null],
      ["RANGE_CONTAINS(RANGE<DATE> '[2022-01-01, 2023-01-01)', RANGE<DATE> '[2022-04-01, 2022-07-01)')", "true"],
      ["RANGE_CONTAINS(RANGE<DATE> '[2022-01-01, 2023-01-01)', RANGE<DATE> '[2023-01-01, 2023-04-01)')", "false"],
      ["RANGE_CONTAINS(RANGE<DATE> '[2023-01-01, 2023-02-01)', DATE '2023-01-15')", "true"],
      ["RANGE_CONTAINS(RANGE<DATE> '[2023-01-01, 2023-02-01)', DATE '2023-04-01')", "false"],
      ["RANGE_CONTAINS(RANGE<DATE> '[2023-01-01, 2023-02-01)', DATE '2023-02-01')", "false"],
      ["RANGE_CONTAINS(RANGE<DATE> '[UNBOUNDED, 2023-02-01)', NULL)", null],
      ["RANGE_OVERLAPS(RANGE<DATE> '[2022-02-01, 2022-09-01)', RANGE<DATE> '[2021-06-15, 2022-03-01)')", "true"],
      ["RANGE_OVERLAPS(RANGE<DATE> '[2020-02-01, 2020-09-01)', RANGE<DATE> '[2021-06-15, 2022-03-01)')", "false"],
      ["RANGE_OVERLAPS(RANGE<DATE> '[2022-02-01, UNBOUNDED)', RANGE<DATE> '[2021-06-15, 2022-02-01)')", "false"],
      [
        "RANGE_INTERSECT(RANGE<DATE> '[2022-02-01, 2022-09-01)', RANGE<DATE> '[2021-06-15, 2022-04-15)')",
        "[2022-02-01, 2022-04-15)",
      ],
      [
        "RANGE_INTERSECT(RANGE<DATE> '[UNBOUNDED, 2022-09-01)', RANGE<DATE> '[2021-06-15, UNBOUNDED)')",
        "[2021-06-15, 2022-09-01)",
      ],
      [
        "RANGE_INTERSECT(RANGE<DATE> '[2020-02-01, 2020-09-01)', RANGE<DATE> '[2021-06-15, 2022-03-01)')",
        refused("do not overlap"),
      ],
      [
        "SELECT 1 FROM (SELECT RANGE<DATE> '[2020-01-01, 2020-02-01)' AS r) WHERE r = RANGE<DATE> '[2020-01-01, 2020-02-01)'",
        rows("1"),
      ],
    ],
  },
];
