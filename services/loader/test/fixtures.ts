/** What tests of the loader run on. */
import { inject, test as base } from "vitest";

import { TestDestination } from "./test-destination.ts";

interface Cleanup {
  readonly onCleanup: (cleanup: () => PromiseLike<void>) => void;
}

// vitest reads from the pattern which fixtures a function needs.
// oxlint-disable-next-line no-empty-pattern
async function openDestination({}: object, { onCleanup }: Cleanup): Promise<TestDestination> {
  const db = await TestDestination.open(inject("postgres").url);
  onCleanup(() => db.assertNoLoaderSessions().finally(async () => db[Symbol.asyncDispose]()));
  return db;
}

/** An empty destination for each test; afterwards no loader may have a session in it. */
export const test = base.extend("db", openDestination);

/** One destination for all tests of a file. */
export const fileTest = base.extend("db", { scope: "file" }, openDestination);
