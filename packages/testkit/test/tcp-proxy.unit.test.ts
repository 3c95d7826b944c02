import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTcpProxy, waitFor, type TcpProxy } from "../src/index.ts";

let proxy: TcpProxy;
let closeServer: () => void;

/** An echo server behind the proxy. */
beforeEach(async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await startTcpProxy({ host: "127.0.0.1", port: (server.address() as { port: number }).port });
  closeServer = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  closeServer();
});

function dial() {
  const socket = connect(proxy.port, proxy.host);
  const state = { text: "", error: "", isClosed: false };
  socket.on("data", (data) => (state.text += data.toString()));
  socket.on("error", (error: NodeJS.ErrnoException) => (state.error = error.code ?? error.message));
  socket.on("close", () => (state.isClosed = true));
  return { socket, state };
}

describe("a TCP proxy", () => {
  test("passes bytes and the end of a connection", async () => {
    const { socket, state } = dial();
    socket.end("hello");
    await waitFor(() => state.isClosed, { what: "the end" });
    expect(state).toEqual({ text: "hello", error: "", isClosed: true });
  });

  test("passes more than the buffers hold", async () => {
    const { socket, state } = dial();
    socket.end("x".repeat(20_000_000));
    await waitFor(() => state.isClosed, { what: "the end" });
    expect(state.text.length).toBe(20_000_000);
  });

  test("keeps the order of bytes on a line with delays, jitter, small pieces and little bandwidth", async () => {
    const { socket, state } = dial();
    proxy.mode = { kind: "shape", delayMs: 2, jitterMs: 10, bytesPerSecond: 200_000, sliceBytes: 7 };
    const text = Array.from({ length: 1_000 }, (_, i) => `${i},`).join("");
    for (let i = 0; i < text.length; i += 500) socket.write(text.slice(i, i + 500));
    await waitFor(() => state.text.length >= text.length / 2, { what: "a part" });
    proxy.mode = { kind: "pass" };
    socket.end("end");
    await waitFor(() => state.isClosed, { what: "the end" });
    expect(state.text).toBe(`${text}end`);
  });

  test("passes what was sent into a stalled line when it has healed", async () => {
    const { socket, state } = dial();
    socket.write("a");
    await waitFor(() => state.text === "a", { what: "the first byte" });
    proxy.mode = { kind: "stall" };
    socket.write("b");
    const { socket: other, state: otherState } = dial();
    other.write("c");
    proxy.mode = { kind: "pass" };
    await waitFor(() => state.text === "ab" && otherState.text === "c", { what: "all bytes" });
    socket.end();
    other.end();
  });

  test("as a black hole drops everything silently, also after healing", async () => {
    const { socket, state } = dial();
    socket.write("a");
    await waitFor(() => state.text === "a", { what: "the first byte" });
    proxy.mode = { kind: "blackhole" };
    socket.write("b");
    await sleep(50);
    proxy.mode = { kind: "pass" };
    socket.write("c");
    await sleep(50);
    expect(state).toEqual({ text: "a", error: "", isClosed: false });
    const next = dial();
    next.socket.write("d");
    await waitFor(() => next.state.text === "d", { what: "a connection made after healing" });
    socket.destroy();
    next.socket.destroy();
  });

  test("resets present and new connections", async () => {
    const present = dial();
    present.socket.write("a");
    await waitFor(() => present.state.text === "a", { what: "the first byte" });
    proxy.mode = { kind: "reset" };
    await waitFor(() => present.state.isClosed, { what: "the reset" });
    expect(present.state.error).toBe("ECONNRESET");
    const next = dial();
    await waitFor(() => next.state.isClosed, { what: "the reset of a new connection" });
  });

  test("delays", async () => {
    proxy.mode = { kind: "delay", delayMs: 60 };
    const { socket, state } = dial();
    const startedAt = performance.now();
    socket.write("a");
    await waitFor(() => state.text === "a", { what: "the byte" });
    expect(performance.now() - startedAt).toBeGreaterThan(110); // both ways
    socket.destroy();
  });

  test("cuts after the given number of bytes, once", async () => {
    proxy.mode = { kind: "cutAfterBytes", byteCount: 3, direction: "toClient" };
    const { socket, state } = dial();
    socket.write("abcdef");
    await waitFor(() => state.isClosed, { what: "the cut" });
    expect(state.text).toBe("abc");
    expect(proxy.mode).toEqual({ kind: "pass" });
  });
});

test("waitFor reports what it waited for and the last result", async () => {
  const probe = () => {
    throw new Error("no such table");
  };
  await expect(waitFor(probe, { what: "the target table", timeoutMs: 30 })).rejects.toThrow(
    "waited 30 ms for the target table; last error: no such table",
  );
});
