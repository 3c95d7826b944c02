import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Reads the rest of a body that was answered early, and closes the connection only then. A socket closed with unread
 * bytes resets the connection, and a client that is still writing loses the answer
 * (https://www.rfc-editor.org/rfc/rfc9112#section-9.6). The server's `requestTimeout` limits how long it may write.
 */
export function readToEnd(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once("prefinish", () => {
    if (incoming.complete) return;
    const { socket } = incoming;
    let isToClose = false;
    // Node calls it after the last answer of a connection. A client that reads sees the end here, and may continue
    // writing.
    socket.destroySoon = () => {
      isToClose = true;
      socket.end();
    };
    incoming.once("close", () => {
      delete (socket as Partial<typeof socket>).destroySoon;
      if (isToClose) socket.destroySoon();
    });
    // An earlier reader of the body would stop when its buffer is full.
    incoming.removeAllListeners("data");
    // A piece of each in a round of the event loop: clients that send faster than this keep nobody waiting.
    incoming.on("data", () => {
      incoming.pause();
      setImmediate(() => incoming.resume());
    });
    incoming.resume();
  });
}
