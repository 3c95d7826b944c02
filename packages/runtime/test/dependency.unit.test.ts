import { expect, test } from "vitest";

import { Dependency } from "../src/dependency.ts";
import { PipelineError } from "../src/index.ts";

/** Something that answers when it is told to. */
class Asked {
  count = 0;
  #pending: PromiseWithResolvers<void> | undefined;

  readonly ask = (): Promise<void> => {
    this.count++;
    this.#pending = Promise.withResolvers<void>();
    return this.#pending.promise;
  };

  answer(error?: Error): void {
    if (error) this.#pending!.reject(error);
    else this.#pending!.resolve();
  }
}

test("what answers is asked once for all who ask within a second", async () => {
  const asked = new Asked();
  const dependency = new Dependency("NATS", asked.ask);
  const reads = Array.from({ length: 50 }, () => dependency.read());
  asked.answer();
  for (const state of await Promise.all(reads)) expect(state).toEqual({ name: "NATS", state: "answers" });
  await dependency.read();
  expect(asked.count).toBe(1);
});

test("what is frozen gets one question, and its late answer ends the silence", async () => {
  const asked = new Asked();
  const dependency = new Dependency("NATS", asked.ask);
  for (const state of await Promise.all([dependency.read(), dependency.read()])) {
    expect(state).toMatchObject({ state: "silent", reason: "it did not answer within 1 s" });
    // Rounded to a tenth; a timer may fire a moment early.
    expect(state.silent_seconds).toBeGreaterThanOrEqual(1);
  }
  expect(await dependency.read()).toMatchObject({ state: "silent" });
  expect(asked.count).toBe(1);
  asked.answer();
  expect(await dependency.read()).toEqual({ name: "NATS", state: "answers" });
  expect(asked.count).toBe(1);
});

test("what fails is silent for its reason, without what a vendor's error quotes", async () => {
  const failing = (error: Error) => {
    const ask = async () => {
      throw error;
    };
    return new Dependency("database", ask).read();
  };
  expect(await failing(new PipelineError("metadata_unavailable", "it is down"))).toMatchObject({
    state: "silent",
    reason: "it is down",
  });
  expect(JSON.stringify(await failing(new SyntaxError("correct horse battery staple")))).not.toContain("horse");
});
