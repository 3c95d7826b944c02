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

/** Of a stream that does not end, the beginning of the answer. */
export async function send(url: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
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
