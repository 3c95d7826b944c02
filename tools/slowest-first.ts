import { BaseSequencer, type TestSpecification } from "vitest/node";

/** By the times that a run prints. The others follow, the larger files first. */
const slowest = [
  "types",
  "console-looks",
  "large-rows",
  "exactly-once",
  "broker-loss",
  "console-form",
  "resume",
  "cli",
  "console",
  "shared-work",
  "crash",
  "paging",
];

/** Begins with the tests that take longest, so that no worker is left without a file while another has a long one. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = slowest.findIndex((name) => moduleId.includes(`/${name}.`));
      return rank === -1 ? slowest.length : rank;
    };
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
