import type { ApiClient } from "../api/api-client.ts";
import type { Stack } from "../stack/start-stack.ts";

/** Context of a scenario: a running stack of its own. */
export interface DemoContext {
  readonly stack: Stack;
  readonly api: ApiClient;
  /** For progress; standard output may be reserved for the result. */
  readonly output: NodeJS.WriteStream;
  readonly say: (line: string) => void;
  /** Aborted when the user stops the demo. */
  readonly stopRequest: AbortSignal;
}

export interface DemoOutcome {
  readonly isSuccess: boolean;
  /** The last line of the output with --json. */
  readonly result: object;
}

export type DemoScenario = (context: DemoContext) => Promise<DemoOutcome>;
