// Supervises the children of one stack: starts them in order, restarts them when they die, stops them in order, and
// records their pids.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ManagedProcess, type ProcessSpec } from "./processes/managed-process.ts";
import { endProcesses, identifyProcess, type ProcessIdentity } from "./processes/process-identity.ts";
import { RotatingLog } from "./processes/rotating-log.ts";

/** Stopped from the last to the first; those of one stage together. */
export const stages = ["postgres", "nats", "source", "service"] as const;
export type Stage = (typeof stages)[number];

export interface SupervisorOptions {
  /** Contains `logs/` and `pids.json`. */
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

interface Child {
  readonly stage: Stage;
  readonly process: ManagedProcess;
}

/** Content of `pids.json`, by name. */
type PidFile = Record<string, ProcessIdentity>;

/** Supervises the children of one stack. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children = new Map<string, Child>();
  readonly #identities: PidFile = {};
  #isStopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    mkdirSync(join(options.dataDir, "logs"), { recursive: true });
  }

  /** Starts a child and waits until it is ready. It counts as a child from then on, even if the start failed. */
  async start(stage: Stage, spec: ProcessSpec): Promise<void> {
    if (this.#isStopping) throw new Error("the stack is stopping");
    const process = new ManagedProcess(spec, {
      log: new RotatingLog(this.logPath(spec.name)),
      restart: () => !this.#isStopping,
      say: this.#options.say,
      onPid: (pid) => this.#writeDown(spec.name, pid),
    });
    this.#children.set(spec.name, { stage, process });
    await process.start();
  }

  /** The child of this name. @throws Error when there is none */
  child(name: string): ManagedProcess {
    const child = this.#children.get(name);
    if (child === undefined)
      throw new Error(`no process has the name ${name}; the names are ${this.names().join(", ")}`);
    return child.process;
  }

  names(): string[] {
    return [...this.#children.keys()];
  }

  /** Pids of running children. */
  pids(): Record<string, number> {
    const running = [...this.#children].flatMap(([name, { process }]) =>
      process.pid === undefined ? [] : [[name, process.pid] as const],
    );
    return Object.fromEntries(running);
  }

  logPath(name: string): string {
    return join(this.#options.dataDir, "logs", `${name}.log`);
  }

  /** Ends every child, dependent ones first. Safe to call twice. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const stage of stages.toReversed()) {
      const ofStage = [...this.#children.values()].filter((child) => child.stage === stage);
      await Promise.all(ofStage.map(({ process }) => process.stop()));
    }
  }

  #writeDown(name: string, pid: number | undefined): void {
    const identity = pid === undefined ? undefined : identifyProcess(pid);
    if (identity === undefined) delete this.#identities[name];
    else this.#identities[name] = identity;
    writeFileSync(pidFile(this.#options.dataDir), JSON.stringify(this.#identities, null, 2));
  }
}

/**
 * Ends processes that a crashed run has left. The guardian has usually done so already; it may have been killed too, or
 * still be working.
 * @returns the number of processes ended
 */
export async function endLeftovers(dataDir: string): Promise<number> {
  let written: PidFile;
  try {
    written = JSON.parse(readFileSync(pidFile(dataDir), "utf8")) as PidFile;
  } catch {
    return 0; // the first run, or a crash in the middle of writing
  }
  const left = Object.entries(written).filter(
    ([, identity]) => identifyProcess(identity.pid)?.startedAt === identity.startedAt,
  );
  await Promise.all(
    left.map(([name, identity]) => endProcesses([identity], name === "postgres" ? "SIGINT" : "SIGTERM", 8_000)),
  );
  return left.length;
}

function pidFile(dataDir: string): string {
  return join(dataDir, "pids.json");
}
