import { describe, expect, test } from "vitest";

import { runSeconds, toProgressLine, toResultLine } from "../src/index.ts";

const run = {
  phase: "loading",
  records_processed: 750_000,
  records_total: 3_000_000,
  waiting_reason: null,
} as const;
const seconds = 2;
const waiting = "the destination is\nfull";

describe("a line of progress", () => {
  test("without a terminal has rows, speed and time left", () => {
    expect(toProgressLine(run, { seconds })).toBe("750,000 of 3,000,000 rows, 375,000 rows/s, 6 s left");
  });

  test("on a terminal has a bar, and never more than its width", () => {
    expect(toProgressLine(run, { seconds }, 120)).toMatch(/^\[██████░{18}\] 25% 750,000/);
    const usual = toProgressLine(run, { seconds }, 80);
    expect(usual).toMatch(/^\[█+░+\] 25% 750,000 of .* 6 s left$/);
    expect(usual).toHaveLength(79);
    expect(toProgressLine(run, { seconds }, 60)).toMatch(/^25% 750,000 of .* 6 s left$/);
    expect(toProgressLine(run, { seconds }, 20)).toBe("25% 750,000 of 3,00");
  });

  test("does not guess before the first rows, nor without a total", () => {
    expect(toProgressLine({ ...run, records_processed: 0 }, { seconds })).toBe("loading, 2 s");
    expect(toProgressLine({ ...run, records_total: null }, { seconds }, 120)).toBe("750,000 rows, 375,000 rows/s");
  });

  test("shows that the rows are loaded but not yet in the target", () => {
    const loaded = { ...run, phase: "finalizing", records_processed: 3_000_000 };
    expect(toProgressLine(loaded, { seconds })).toBe("3,000,000 of 3,000,000 rows, 1,500,000 rows/s, finalizing");
  });

  test("measures the speed from the start of watching", () => {
    const line = toProgressLine(run, { seconds, rowsBefore: 700_000 });
    expect(line).toBe("750,000 of 3,000,000 rows, 25,000 rows/s, 90 s left");
    expect(toProgressLine(run, { seconds, rowsBefore: 750_000 })).toBe("750,000 of 3,000,000 rows");
  });

  test("shows in one line why a run waits", () => {
    const queued = {
      ...run,
      phase: "queued",
      records_processed: 0,
      records_total: null,
      waiting_reason: waiting,
    } as const;
    expect(toProgressLine(queued, { seconds }, 120)).toBe("queued: the destination is full, 2 s");
    expect(toProgressLine({ ...queued, waiting_reason: null }, { seconds }, 120)).toBe(
      "queued: an earlier run of the pipeline has not ended, 2 s",
    );
    expect(toProgressLine({ ...run, waiting_reason: waiting }, { seconds }, 120)).toMatch(
      / 25% 750,000 of .* rows\/s, waiting: the destination is full$/,
    );
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
  expect(toResultLine({ ...ended, status: "cancelled" })).toBe("run cancelled");
});
