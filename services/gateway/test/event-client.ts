/** Clients of event streams as users would write them: they reconnect with the last id until the stream is over. */

export interface SeenEvent {
  readonly id: string;
  readonly event_id: string;
  readonly type: string;
  readonly run_id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Items that a client has received so far. */
export interface Seen {
  readonly events: SeenEvent[];
  readonly resets: string[];
  /** Reasons for which the server ended a stream. */
  readonly closes: string[];
  lastId: string | undefined;
  /** Connections that were cut. */
  cuts: number;
}

export function nothingSeen(lastId?: string): Seen {
  return { events: [], resets: [], closes: [], lastId, cuts: 0 };
}

/** Reads one SSE answer to its end, or until `isEnough`. @returns its status */
export async function readSse(
  url: string,
  token: string,
  seen: Seen,
  isEnough: () => boolean = () => false,
): Promise<number> {
  const stop = new AbortController();
  const lastEventId = seen.lastId === undefined ? {} : { "last-event-id": seen.lastId };
  const response = await fetch(url, {
    headers: { accept: "text/event-stream", authorization: `Bearer ${token}`, ...lastEventId },
    signal: stop.signal,
  });
  if (response.status !== 200 || !response.body) return response.status;
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split("\n\n");
    text = parts.pop()!;
    for (const part of parts) takeSse(part, seen);
    if (!isEnough()) continue;
    stop.abort();
    break;
  }
  return response.status;
}

/** Reconnects after every cut until the stream is over. */
export async function followSse(url: string, token: string, seen: Seen): Promise<void> {
  for (;;) {
    try {
      const status = await readSse(url, token, seen);
      if (status === 204) return;
      if (status !== 200) throw new Error(`the gateway answered ${status}`);
    } catch (error) {
      if ((error as Error).message.startsWith("the gateway")) throw error;
      seen.cuts += 1;
    }
  }
}

function takeSse(part: string, seen: Seen): void {
  const fields = new Map(
    part.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.replace(/^\w+: ?/, "")]),
  );
  const event = fields.get("event");
  const data = JSON.parse(fields.get("data") ?? "{}") as Record<string, unknown>;
  if (event === "reset") seen.resets.push(String(data.reason));
  else if (event === "closed") seen.closes.push(String(data.reason));
  else if (event === undefined && fields.has("data")) seen.events.push(data as unknown as SeenEvent);
  seen.lastId = fields.get("id") ?? seen.lastId;
}

/** Reads one WebSocket to its end. @returns its close code; 1006 is a cut. */
export async function readSocket(url: string, token: string, seen: Seen): Promise<number> {
  const address = new URL(url.replace(/^http/, "ws"));
  if (seen.lastId !== undefined) address.searchParams.set("last_event_id", seen.lastId);
  const socket = new WebSocket(address, ["datamantri.events.v1", `bearer.${token}`]);
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as SeenEvent;
    if (message.type === "reset") seen.resets.push(String(message.data.reason));
    else if (message.type !== "ready") seen.events.push(message);
    seen.lastId = message.id;
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.addEventListener("close", ({ code, reason }) => {
    if (reason !== "") seen.closes.push(reason);
    resolve(code);
  });
  socket.addEventListener("error", () => undefined);
  return promise;
}

/** Reconnects after every cut until the run's stream is over. */
export async function followSocket(url: string, token: string, seen: Seen): Promise<void> {
  while ((await readSocket(url, token, seen)) !== 1000) seen.cuts += 1;
}
