import type { Reporter, TestModule } from "vitest/node";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends every test run with `N passed, N failed`, and `, N skipped` when there are any, alone on the last line.
 *
 * What counts is what ran: a file that could not be loaded and an error outside any test count as failed, and a run
 * without a single test fails.
 */
export class FinalCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) countModule(module, counts);
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    // At exit, because vitest and the servers' shutdown still have things to say.
    process.once("exit", () => {
      if (counts.failed > 0 || counts.passed === 0) process.exitCode ||= 1;
      process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
    });
  }
}

function countModule(module: TestModule, counts: Counts): void {
  let failedHere = 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === "passed") counts.passed += 1;
    else if (state === "failed") failedHere += 1;
    else counts.skipped += 1;
  }
  // A hook that fails, or a file that does not load, fails the file and no test in it.
  counts.failed += failedHere === 0 && module.state() === "failed" ? 1 : failedHere;
}
