import type { ServiceName } from "@datamantri/api";
import type { RunnableNatsServer } from "@datamantri/local-stack";

/** A nats-server with JetStream that belongs to one test file. */
export interface TestNats extends AsyncDisposable {
  /** With user and password, in the registry's account. It names all servers, as the other URLs do. */
  readonly url: string;
  /** URL for each service, with its permissions. */
  readonly serviceUrls: Readonly<Record<ServiceName, string>>;
  readonly tapUrl: string;
  readonly port: number;
  /** Its configuration and store; undefined in a container. */
  readonly storeDir: string | undefined;
  /** Of the local server; undefined in a container or while it is down. */
  readonly pid: number | undefined;
  /**
   * SIGKILL simulates a crash, SIGSTOP a hang (SIGCONT ends it). After a crash the server stays down until `restart()`.
   * Of several servers, affects the first.
   */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, and starts it on the same port with the same streams. */
  restart(): Promise<void>;
  /** Simulates the loss of all data: stops the broker, deletes its store and starts it again on the same port. */
  wipe(): Promise<void>;
  /**
   * Simulates the loss of the newest messages: copies the store while the broker is down, and starts it again. The result stops it
   * once more, brings the copy back and starts it. Local server only.
   */
  save?(): Promise<() => Promise<void>>;
}

export interface StartNatsOptions {
  /** Which server to run. Default: searches for one. `inject("natsServer")` has the one found by the test run. */
  readonly server?: RunnableNatsServer;
  /** Keeps configuration and store in this folder; a temporary folder otherwise. Local server only. */
  readonly storeDir?: string;
}
