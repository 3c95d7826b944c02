/** Requests as they are written: no client that corrects paths, headers or bodies on the way. */
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: string;
  readonly body: string;
}

const timeoutMs = 20_000;

/** A server that refuses a body for its size may close before the rest has come; then the answer can be lost. */
const largeBody = 1_000_000;
const cutOff = new Set(["EPIPE", "ECONNRESET"]);

/** Of a stream that does not end, the beginning of the answer. */
export async function send(url: string, request: RawRequest): Promise<RawAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(url, request);
    } catch (error) {
      const isCutOff =
        (request.body?.length ?? 0) > largeBody && cutOff.has((error as NodeJS.ErrnoException).code ?? "");
      if (!isCutOff || attempt === 5) throw error;
    }
  }
}

async function sendOnce(url: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(
      { hostname, port, method, path, headers: { ...headers }, agent: false, signal },
      (response) => {
        const { statusCode: status = 0, rawHeaders } = response;
        const type = response.headers["content-type"] ?? "";
        const answer = (read: string): void => resolve({ status, type, headers: rawHeaders.join("\n"), body: read });
        if (type.startsWith("text/event-stream")) {
          answer("");
          response.on("error", () => undefined).destroy();
        } else text(response).then(answer, reject);
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Bytes as they are; what the server says until it closes the connection, or `timeoutMs` are over. */
export async function sendBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer in ${timeoutMs} ms`)));
  socket.write(Buffer.from(bytes, "latin1"));
  return text(socket);
}
