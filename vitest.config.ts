import { defineConfig } from "vitest/config";
import { FinalCountReporter } from "./tools/final-count-reporter.ts";
import { SlowestFirst } from "./tools/slowest-first.ts";
import { TimeReporter } from "./tools/time-reporter.ts";

const exclude = ["**/node_modules/**", ".toolchain/**", ".datamantri/**", "console/dist*/**"];

// Three kinds of tests, told apart by name. Nothing is tried twice: a test that fails now and then is a fault that has not
// been found yet.
//
// A worker keeps its modules between files: loading them again for each file took most of the unit tests' processor time.
// So a test leaves nothing behind in its process: no timer, no changed environment, no replaced module.
const common = { exclude, isolate: false };

// Unit tests fill the processors. The others have servers of their own and partly wait for them, so four files at a time
// keep a machine of two cores busy; of the end-to-end tests, which each run the whole product, three.
const integration = {
  ...common,
  maxWorkers: 4,
  sequence: { groupOrder: 1 },
  testTimeout: 90_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    reporters: ["default", new TimeReporter(), new FinalCountReporter()],
    passWithNoTests: false,
    retry: 0,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["**/*.unit.test.ts"],
          testTimeout: 20_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...integration,
          name: "integration",
          include: ["**/*.integration.test.ts"],
          globalSetup: ["./packages/testkit/src/global-setup.ts"],
        },
      },
      {
        test: {
          // What depends on the destination's release, again on the oldest one.
          ...integration,
          name: "integration-postgres-15",
          include: [
            "services/loader/test/{backfill,check-left,declared,drift,field-cases,finalize,guards,ledger-migrations,lossless,names-and-types,prepare,resume-staging,rights,target-side-effects,undo,undo-faults}.integration.test.ts",
            "services/loader/test/{replace*,watermark,write-modes}.integration.test.ts",
          ],
          globalSetup: ["./packages/testkit/src/global-setup.ts"],
        },
      },
      {
        test: {
          ...common,
          name: "e2e",
          include: ["e2e/**/*.e2e.test.ts"],
          globalSetup: ["./packages/testkit/src/global-setup-e2e.ts"],
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
