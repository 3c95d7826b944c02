import type pg from "pg";

/** Header of the binary COPY file without flags and extension. Source: PostgreSQL manual, COPY, "Binary Format". */
const header = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const trailer = Buffer.from([0xff, 0xff]);

/** The part of pg's connection that COPY needs and its types leave out. */
interface CopyConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sync(): void;
}

/** Runs `COPY <table> FROM STDIN (FORMAT binary)` with these tuples; gives the number of rows. */
export function copyBinary(client: pg.Client, table: string, tuples: Uint8Array): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let rowCount = 0;
  const copy = {
    submit(connection: CopyConnection) {
      connection.query(`COPY ${table} FROM STDIN (FORMAT binary)`);
    },
    handleCopyInResponse(connection: CopyConnection) {
      connection.sendCopyFromChunk(Buffer.concat([header, tuples, trailer]));
      connection.endCopyFrom();
    },
    handleCommandComplete({ text }: { text: string }) {
      rowCount = Number(text.split(" ")[1]);
    },
    handleReadyForQuery() {
      resolve(rowCount);
    },
    handleError(error: Error) {
      reject(error);
    },
  };
  client.query(copy as unknown as pg.Submittable);
  return promise;
}
