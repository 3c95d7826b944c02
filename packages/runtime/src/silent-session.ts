/**
 * Finds connections to a database that stay open and say nothing: a proxy or firewall swallows their bytes, or the server has
 * frozen. TCP's keepalive finds a machine that is gone, not these. A long statement is silent too, so another connection asks
 * what the server does with the session.
 */
import { noteProgress } from "./progress.ts";

/** Counters of a net.Socket. */
interface WatchedSocket {
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly writableLength: number;
  destroy(error: Error): unknown;
}

/** What a client of pg has and its types have not. */
interface WatchedClient {
  readonly connection: { readonly stream: WatchedSocket };
  /** False while an answer is awaited. */
  readonly readyForQuery: boolean;
}

/** `lost`: the server does nothing for the session, which waits for it. `unreachable`: nobody answered. */
export type SessionState = "works" | "lost" | "unreachable";

export interface SilenceOptions {
  /** Asks the server over another connection; returns within a few seconds. */
  readonly ask: () => Promise<SessionState>;
  /** Ends the session at the server once its connection is given up. */
  readonly end?: () => void;
  /** Silence after which the server is asked, at each look. */
  readonly silentMs: () => number;
  readonly lookEveryMs: number;
}

/** What pg says of a connection that was ended here. */
export const silentConnection = "the connection is silent";

/** Answers in a row, without a byte between them, after which a connection is given up. One may have come just before the bytes. */
const limits: Readonly<Record<Exclude<SessionState, "works">, number>> = { lost: 2, unreachable: 3 };

/** Clients whose session waits for this process, and not the other way round. */
const awaited = new WeakSet<object>();

/**
 * Does work on which a session waits in the middle of a statement, such as the next rows of a COPY: the session is not silent
 * meanwhile.
 *
 * @param client a connected `pg.Client`.
 */
export async function whileSessionWaits<T>(client: object, work: () => Promise<T>): Promise<T> {
  awaited.add(client);
  try {
    return await work();
  } finally {
    awaited.delete(client);
  }
}

/**
 * Watches a client of pg until it is disposed of; ends its connection when it is lost, so that its work fails and is repeated.
 *
 * @param client a connected `pg.Client`.
 */
export function watchSession(client: object, options: SilenceOptions): Disposable {
  const watched = client as WatchedClient;
  const socket = watched.connection.stream;
  const isBusy = (): boolean => !watched.readyForQuery && !awaited.has(client);
  const { ask, end, silentMs, lookEveryMs } = options;
  let seen = traceOf(socket);
  let since = performance.now();
  let answers: SessionState[] = [];
  let isAsking = false;
  /** Only bytes are progress: a session that nobody uses says nothing about the work that holds it. */
  const goOn = (): void => {
    if (traceOf(socket) !== seen) noteProgress();
    seen = traceOf(socket);
    since = performance.now();
    answers = [];
  };
  const look = async (): Promise<void> => {
    if (!isBusy() || traceOf(socket) !== seen) return goOn();
    if (isAsking || performance.now() - since < silentMs()) return;
    isAsking = true;
    const state = await ask().finally(() => (isAsking = false));
    // It has answered meanwhile.
    if (!isBusy() || traceOf(socket) !== seen) return goOn();
    if (state === "works") {
      answers = [];
      return noteProgress();
    }
    answers.push(state);
    if (answers.filter((one) => one === state).length < limits[state]) return;
    socket.destroy(new Error(silentConnection));
    end?.();
  };
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function traceOf({ bytesRead, bytesWritten, writableLength }: WatchedSocket): string {
  return `${bytesRead} ${bytesWritten - writableLength}`;
}
