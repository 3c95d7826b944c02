/** Prints one line for each assumption, and counts them. */

import { PipelineError } from "@datamantri/runtime";

/** A reason not to check an assumption. */
export class Skip extends Error {
  override readonly name = "Skip";
}

/** What the server said is for the person who runs this, with their own account. */
export function sayWhy(error: unknown): string {
  if (error instanceof PipelineError) return error.vendorMessage ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

type Outcome = "holds" | "differs" | "skipped";

export class Report {
  readonly #counts: Record<Outcome, number> = { holds: 0, differs: 0, skipped: 0 };

  /** Checks an assumption. @param check throws when it does not hold, `Skip` when that cannot be found out. */
  async check(assumption: string, check: () => Promise<void>): Promise<void> {
    try {
      await check();
      this.#say("holds", assumption);
    } catch (error) {
      const reason = sayWhy(error).split("\n").slice(0, 3).join(" ");
      this.#say(error instanceof Skip ? "skipped" : "differs", `${assumption}: ${reason}`);
    }
  }

  /** @returns whether everything that was checked holds. */
  end(): boolean {
    const { holds, differs, skipped } = this.#counts;
    console.log(`\n${holds} hold, ${differs} differ, ${skipped} skipped`);
    return differs === 0;
  }

  #say(outcome: Outcome, text: string): void {
    this.#counts[outcome]++;
    console.log(`${outcome.padEnd(7)}  ${text}`);
  }
}
