/** Users choose the servers that loaders connect to: a server's messages can end its connection, and nothing else. */
import { createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";

import { EgressGuard } from "@datamantri/runtime";

import { withClient } from "../src/connect/access-client.ts";
import { toSinkError } from "../src/connect/postgres-errors.ts";

const guard = new EgressGuard({ allowsInside: true });
const password = "canary-password";

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, ...parts: readonly (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === "number" ? int32(part) : Buffer.from(part))));
  return Buffer.concat([Buffer.from(type), int32(4 + body.length), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const authenticationOk = message("R", 0);
const readyForQuery = message("Z", "I");
const oneColumn = message(
  "T",
  Buffer.from([0, 1]),
  "c\0",
  0,
  Buffer.from([0, 0]),
  25,
  Buffer.from([0, 0]),
  0,
  Buffer.from([0, 0]),
);

/** A server that answers each message of a client, including the first, with the next reply. */
async function listen(converse: (socket: Socket) => AsyncGenerator<void, void, Buffer>): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    const conversation = converse(socket);
    void conversation.next();
    // A client that disconnects early is not a failure of the server.
    socket.on("data", (data) => void conversation.next(data).catch(() => undefined));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

function* repeat(bytes: Buffer, times: number): Generator<Buffer> {
  for (let time = 0; time < times; time++) yield bytes;
}

/** @returns the error of a client that queries with this password. */
function ask(port: number, own: string | null): Promise<unknown> {
  const config = { host: "127.0.0.1", port, database: "w", user: "u" };
  return withClient({ config, password: own, timeout_ms: 3_000, guard }, (client) => client.query("select 1")).catch(
    (error: unknown) => toSinkError(error, "there"),
  );
}

const notItsProtocol = {
  code: "sink_unreachable",
  message: expect.stringContaining("does not respond as PostgreSQL does") as string,
};

/** Announced, but never sent. */
const endless = Buffer.concat([Buffer.from("D"), int32(0x7fff_fff0)]);
const row = (...fields: readonly (Buffer | string | number)[]) =>
  message("D", Buffer.from([0, fields.length === 0 ? 0 : 2]), ...fields);

describe("ends the connection", () => {
  test.each([
    ["an error without its last byte", message("E", "SERROR\0MNo end")],
    ["an error whose last field has no end", message("E", "SERROR\0Mx\0")],
    ["a notice without its last byte", message("N", "SNOTICE\0")],
    ["an authentication that pg does not know: GSSAPI", message("R", 7)],
    ["a list of SASL mechanisms without its end", message("R", 10, "SCRAM-SHA-256\0")],
    ["a length below that of the length", Buffer.from([0x5a, 0, 0, 0, 0])],
    ["a message of two gigabytes", endless],
    ["a parameter without its end", message("S", "client_encoding\0UTF8")],
    ["a response to HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("instead of the login: %s", async (_, bytes) => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(bytes);
    });
    expect(await ask(port, null)).toMatchObject(notItsProtocol);
  });

  test.each([
    ["a value that is longer than its row", Buffer.concat([oneColumn, row(0x7fff_ffff, "x")])],
    ["a value that leads back to the one before", Buffer.concat([oneColumn, row(1, "x", -5)])],
    ["columns without an end", message("T", Buffer.from([0, 1]), "c")],
    ["a row of two gigabytes", Buffer.concat([oneColumn, endless])],
  ])("instead of a result: %s", async (_, bytes) => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([authenticationOk, readyForQuery]));
      for (;;) {
        yield;
        socket.write(bytes);
      }
    });
    expect(await ask(port, null)).toMatchObject(notItsProtocol);
  });

  test("instead of the login: a type of message that does not exist", async () => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(message("\x01", "x"));
    });
    expect(await ask(port, null)).toMatchObject({ code: "sink_unreachable" });
  });

  test("an endless result", async () => {
    const rows = Buffer.concat(
      Array.from({ length: 64 }, () => message("D", Buffer.from([0, 1]), 65_536, "x".repeat(65_536))),
    );
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([authenticationOk, readyForQuery]));
      yield;
      socket.write(oneColumn);
      Readable.from(repeat(rows, Infinity)).pipe(socket);
    });
    expect(await ask(port, null)).toMatchObject(notItsProtocol);
  });

  test.each([
    ["without a value", 0],
    ["with a NULL", 1],
    ["with many NULLs", 1_500],
  ])("rows that do not end, each of them little, %s", async (_, count) => {
    const number = Buffer.from([count >> 8, count & 0xff]);
    const field = Buffer.concat([Buffer.from("c\0"), Buffer.alloc(18)]);
    const columns = message("T", number, ...Array.from({ length: count }, () => field));
    const row = message("D", number, ...Array.from({ length: count }, () => -1));
    const rows = Buffer.concat(Array.from({ length: Math.ceil(65_536 / row.length) }, () => row));
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([authenticationOk, readyForQuery]));
      yield;
      socket.write(columns);
      Readable.from(repeat(rows, Infinity)).pipe(socket);
    });
    expect(await ask(port, null)).toMatchObject(notItsProtocol);
  });

  test("an error of more than a mebibyte", async () => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(message("E", `SERROR\0C55000\0M${"x".repeat(2 ** 20)}\0\0`));
    });
    expect(await ask(port, null)).toMatchObject(notItsProtocol);
  });

  test("notices that do not end take no memory, and the query its time", async () => {
    const notices = Buffer.concat(
      Array.from({ length: 64 }, () => message("N", `SNOTICE\0M${"x".repeat(65_536)}\0\0`)),
    );
    const enough = 400_000_000 / notices.length;
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([authenticationOk, readyForQuery]));
      yield;
      Readable.from(repeat(notices, enough)).pipe(socket, { end: false });
      yield;
    });
    // Either is correct: the query's timeout, or the end of the notices.
    expect(await ask(port, null)).toMatchObject({ code: "sink_unreachable" });
  });
});

/** The server's side of https://www.rfc-editor.org/rfc/rfc5802, with this password. */
async function* scram(socket: Socket, known: string, attributes: (iterations: number) => string, iterations: number) {
  yield;
  socket.write(message("R", 10, "SCRAM-SHA-256\0\0"));
  const first = (yield) as Buffer;
  const clientFirst = /n=\*,r=[^,]*/.exec(first.toString("latin1"))![0];
  const salt = randomBytes(16);
  const nonce = `${clientFirst.slice("n=*,r=".length)}server`;
  const serverFirst = `r=${nonce},s=${salt.toString("base64")},${attributes(iterations)}`;
  socket.write(message("R", 11, serverFirst));
  const last = (yield) as Buffer;
  const withoutProof = /c=[^,]*,r=[^,]*/.exec(last.toString("latin1"))?.[0];
  if (withoutProof === undefined) return;
  const salted = pbkdf2Sync(known, salt, iterations, 32, "sha256");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest();
  const signature = createHmac("sha256", serverKey)
    .update(`${clientFirst},${serverFirst},${withoutProof}`)
    .digest("base64");
  socket.write(Buffer.concat([message("R", 12, `v=${signature}`), authenticationOk, readyForQuery]));
  yield;
  socket.write(Buffer.concat([message("E", "SERROR\0C55000\0Mlet in\0\0"), readyForQuery]));
}

describe("a server proves that it knows the password", () => {
  const refused = (words: string) => ({
    code: "sink_credentials_invalid",
    message: expect.stringContaining(words) as string,
  });

  test("and is then queried", async () => {
    const port = await listen((socket) => scram(socket, password, (count) => `i=${count}`, 4_096));
    expect(await ask(port, password)).toMatchObject({ code: "sink_table_mismatch" });
  });

  test("one that knows another password is refused", async () => {
    const port = await listen((socket) => scram(socket, "another", (count) => `i=${count}`, 4_096));
    expect(await ask(port, password)).toMatchObject({ message: expect.stringContaining("signature") as string });
  });

  test("one that accepts everybody is refused", async () => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([authenticationOk, readyForQuery]));
    });
    expect(await ask(port, password)).toMatchObject(refused("did not ask for the password"));
  });

  test("one that skips to the last message is refused", async () => {
    const port = await listen(async function* (socket) {
      yield;
      socket.write(Buffer.concat([message("R", 12, "v=eA=="), authenticationOk, readyForQuery]));
    });
    expect(await ask(port, password)).toMatchObject({ code: "sink_unreachable" });
  });

  test.each([
    ["one iteration", (count: number) => `i=${count}`],
    ["one iteration behind enough of them", (count: number) => `i=4096,i=${count}`],
    ["one iteration behind what is no number", (count: number) => `i=x,i=${count}`],
    ["one iteration before enough of them", (count: number) => `i=${count},i=4096`],
  ])("gets no proof that is easily guessed: %s", async (_, attributes) => {
    const heard: string[] = [];
    const port = await listen((socket) => {
      socket.on("data", (data) => heard.push(data.toString("latin1")));
      return scram(socket, password, attributes, 1);
    });
    expect(await ask(port, password)).toMatchObject(refused("too few iterations"));
    expect(heard.join("")).not.toContain("p=");
  });

  test("a server with a count that takes hours is refused", async () => {
    const port = await listen((socket) => scram(socket, password, () => "i=2000000000", 1));
    expect(await ask(port, password)).toMatchObject({
      message: expect.stringContaining("scramMaxIterations") as string,
    });
  });
});

test("the tests' SCRAM equals PostgreSQL's computation", () => {
  // The example of https://www.rfc-editor.org/rfc/rfc7677#section-3
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const serverKey = createHmac("sha256", pbkdf2Sync("pencil", salt, 4096, 32, "sha256"))
    .update("Server Key")
    .digest();
  const text =
    "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096," +
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const signature = createHmac("sha256", serverKey).update(text).digest("base64");
  expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
});
