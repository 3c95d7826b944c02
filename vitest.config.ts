import { defineConfig } from "vitest/config";
import { FinalCountReporter } from "./tools/final-count-reporter.ts";
import { TimeReporter } from "./tools/time-reporter.ts";

const exclude = ["**/node_modules/**", ".toolchain/**", ".datamantri/**", "console/dist*/**"];

// Three kinds of tests, told apart by name; they run one kind after the other. Nothing is tried twice: a test that
// fails now and then is a fault that has not been found yet.
export default defineConfig({
  test: {
    reporters: ["default", new TimeReporter(), new FinalCountReporter()],
    passWithNoTests: false,
    retry: 0,
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.unit.test.ts"],
          exclude,
          testTimeout: 5_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude,
          globalSetup: ["./packages/testkit/src/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Every file has servers of its own and mostly waits for them: two at a time even on a big machine, because
          // some of them check how long something takes.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // What depends on the destination's release, again on the oldest one.
          name: "integration-postgres-15",
          include: [
            "services/loader/test/{drift,finalize,guards,ledger-migrations,lossless,names-and-types,prepare,resume-staging}.integration.test.ts",
            "services/loader/test/{replace*,watermark,write-modes}.integration.test.ts",
          ],
          exclude,
          globalSetup: ["./packages/testkit/src/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.e2e.test.ts"],
          exclude,
          globalSetup: ["./packages/testkit/src/global-setup-e2e.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Each runs the whole product; two at once would measure each other.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
