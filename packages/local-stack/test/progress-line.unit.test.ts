import { describe, expect, test } from "vitest";
import { runSeconds, toProgressLine, toResultLine } from "../src/example/progress-line.ts";

const run = { status: "running", records_processed: 750_000, records_total: 3_000_000 } as const;

describe("a line of progress", () => {
  test("without a terminal has rows, speed and what is left", () => {
    expect(toProgressLine(run, 2)).toBe("750,000 of 3,000,000 rows, 375,000 rows/s, 6 s left");
  });

  test("on a terminal has a bar, and never more than its width", () => {
    expect(toProgressLine(run, 2, 120)).toMatch(/^\[██████░{18}\] 750,000/);
    expect(toProgressLine(run, 2, 20).length).toBeLessThan(20);
  });

  test("does not guess before the first rows, nor without a total", () => {
    expect(toProgressLine({ ...run, records_processed: 0 }, 1)).toBe("running, 1 s");
    expect(toProgressLine({ ...run, records_total: null }, 2, 120)).toBe("750,000 rows, 375,000 rows/s");
  });
});

test("the result of a run", () => {
  const ended = {
    ...run,
    id: "r",
    start_time: "2026-01-01T00:00:00.000Z",
    end_time: "2026-01-01T00:00:02.500Z",
    error_message: null,
    log: "",
  };
  expect(runSeconds(ended)).toBe(2.5);
  expect(toResultLine({ ...ended, status: "success" })).toBe("750,000 rows in 2.5 s, 300,000 rows/s");
  expect(toResultLine({ ...ended, status: "failed", error_message: "no table" })).toBe("run failed: no table");
});
