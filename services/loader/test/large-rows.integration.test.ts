/**
 * A row that is larger than a message is staged piece by piece, once, or rejected, or dropped because the broker lost
 * it.
 */
import { crc32 } from "node:zlib";
import { describe, expect } from "vitest";

import type { Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const canary = "canary-4711";
const large = canary.repeat(500_000);
const pieceBytes = 2 ** 20;

/** A batch of one row whose tuple is in the run's object store; `pieces` are the store's content. */
function largeBatch(run: TestRun, fields: readonly Buffer[] = [bigint(1), text(large)]) {
  const bytes = tuple(...fields);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  let reads = 0;
  run.readObject = async function* () {
    reads++;
    yield* pieces;
  };
  const batch: Message<"RowBatch"> = {
    ...run.batchOf(0, [Buffer.alloc(0)]),
    checksum: crc32(bytes),
    objectChunks: pieces.length,
    objectBytes: bytes.length,
    firstRow: 7,
  };
  return { batch, pieces, reads: () => reads };
}

async function prepared(db: TestDestination, options: RunOptions = {}): Promise<TestRun> {
  const run = new TestRun(db.url, options);
  await run.prepare();
  return run;
}

/** Bytes of the staged names, and the rows that the ledger lists. */
async function look(db: TestDestination, run: TestRun) {
  const lengths = await db.query<{ length: number }>(
    `select octet_length(name::text) as length from ${run.staging} order by id`,
  );
  const ledger = await db.query(
    "select row_count::int as loaded, rejected_count::int as rejected from datamantri.batches where run_id = $1",
    [run.runId],
  );
  return { lengths: lengths.map(({ length }) => length), ledger };
}

const nothing = { lengths: [], ledger: [] };
const whole = { lengths: [large.length], ledger: [{ loaded: 1, rejected: 0 }] };

const failureOf = (work: Promise<unknown>): Promise<PipelineError> =>
  work.then(
    () => expect.fail("it did not fail"),
    (error: PipelineError) => error,
  );

describe("a row in the object store", () => {
  test("is staged, and reaches the target unchanged", async ({ db }) => {
    await using run = await prepared(db);
    const { batch } = largeBatch(run);
    expect(await run.load(batch)).toBe(1);
    expect(await look(db, run)).toEqual(whole);
    expect(await run.finalize(1)).toBe(1);
    expect(await db.value("select name = repeat($1, 500000) from target", [canary])).toBe(true);
  });

  test("is read from the store piece by piece, at PostgreSQL's pace", async ({ db }) => {
    await using run = await prepared(db);
    const { batch, pieces } = largeBatch(run);
    let given = 0;
    const seen: number[] = [];
    run.readObject = async function* () {
      for (const piece of pieces) {
        given++;
        yield piece;
        // The session has begun the COPY although most of the row is still in the store.
        seen.push(
          Number(
            await db.value(
              "select count(*) from pg_stat_activity where query like 'copy %' and datname = current_database()",
            ),
          ),
        );
      }
    };
    expect(await run.load(batch)).toBe(1);
    expect(given).toBe(pieces.length);
    expect(Math.max(...seen)).toBe(1);
  });

  test("redelivered is not read again, and is staged once", async ({ db }) => {
    await using run = await prepared(db);
    const { batch, reads } = largeBatch(run);
    expect(await run.load(batch)).toBe(1);
    expect(await run.load(batch)).toBe(0);
    expect(reads()).toBe(1);
    expect(await look(db, run)).toEqual(whole);
  });

  test("of an ended run is not read", async ({ db }) => {
    await using run = await prepared(db);
    await run.discard();
    const { batch, reads } = largeBatch(run);
    expect(await run.load(batch)).toBe("closed");
    expect(reads()).toBe(0);
  });

  test("with two loaders at once is staged once, and read once", async ({ db }) => {
    await using run = await prepared(db);
    await using other = new TestRun(db.url, {}, run.runId);
    const { batch, reads } = largeBatch(run);
    other.readObject = run.readObject;
    const fresh = await Promise.all([run.load(batch), other.load(batch)]);
    expect(new Set(fresh)).toEqual(new Set([0, 1]));
    expect(reads()).toBe(1);
    expect(await look(db, run)).toEqual(whole);
  });
});

describe("a failure on the way leaves nothing, and the next delivery has the row", () => {
  test.for([
    ["a lost piece", new PipelineError("object_lost", "a chunk is gone"), "lost"],
    ["a broker that is away", new PipelineError("bus_unavailable", "no answer"), "bus_unavailable"],
  ])("%s", async ([, failure, outcome], { db }) => {
    await using run = await prepared(db);
    const { batch, pieces } = largeBatch(run);
    const good = run.readObject;
    run.readObject = async function* () {
      yield* pieces.slice(0, 3);
      throw failure;
    };
    expect(await run.load(batch).catch((error: PipelineError) => error.code)).toBe(outcome);
    expect(await look(db, run)).toEqual(nothing);
    run.readObject = good;
    expect(await run.load(batch)).toBe(1);
    expect(await look(db, run)).toEqual(whole);
  });

  test.for([
    ["another byte", (pieces: Uint8Array[]) => pieces.with(1, new Uint8Array(pieces[1]!).fill(0x61, 5, 9))],
    ["a piece twice", (pieces: Uint8Array[]) => [...pieces, pieces.at(-1)!]],
    ["pieces in another order", (pieces: Uint8Array[]) => [pieces[0]!, pieces[2]!, pieces[1]!, ...pieces.slice(3)]],
  ] as const)("%s", async ([, change], { db }) => {
    await using run = await prepared(db);
    const { batch, pieces } = largeBatch(run);
    const wrong = change(pieces);
    const good = run.readObject;
    run.readObject = async function* () {
      yield* wrong;
    };
    expect((await failureOf(run.load(batch))).code).not.toBe("internal");
    expect(await look(db, run)).toEqual(nothing);
    run.readObject = good;
    expect(await run.load(batch)).toBe(1);
    expect(await look(db, run)).toEqual(whole);
  });
});

describe("a row that PostgreSQL refuses", () => {
  /** Beyond jsonb's limit for a string: 2^28 - 1 bytes, in pieces that are created on request. */
  async function beyondJsonb(run: TestRun): Promise<Message<"RowBatch">> {
    const valueBytes = 2 ** 28 + 3;
    const head = Buffer.alloc(2 + 4 + 8 + 4 + 1);
    head.writeInt16BE(2, 0);
    head.writeInt32BE(8, 2);
    head.writeInt32BE(valueBytes + 1, 14);
    head.writeUInt8(1, 18);
    const filling = Buffer.alloc(pieceBytes, 0x78);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([head, Buffer.from('"')]);
      for (let left = valueBytes - 2; left > 0; left -= filling.length)
        yield filling.subarray(0, Math.min(left, pieceBytes));
      yield Buffer.from('"');
    }
    run.readObject = pieces;
    let [objectBytes, objectChunks, checksum] = [0, 0, 0];
    for await (const piece of pieces()) {
      objectBytes += piece.length;
      objectChunks++;
      checksum = crc32(piece, checksum);
    }
    return { ...run.batchOf(0, [Buffer.alloc(0)]), firstRow: 7, checksum, objectChunks, objectBytes };
  }

  test("becomes the only reject, without its values, and the run continues", async ({ db }) => {
    await db.query("create table target (id bigint, name text check (length(name) < 100))");
    await using run = await prepared(db, { config: { rejects: { max_rows: 1 } } });
    const { batch } = largeBatch(run);
    expect(await run.load(batch)).toBe(1);
    expect(await run.load(batch)).toBe(0);
    expect(await look(db, run)).toEqual({ lengths: [], ledger: [{ loaded: 0, rejected: 1 }] });
    const rejects = await db.query(
      "select row_number::int as row, sqlstate, source_row, tuple from datamantri.rejects where run_id = $1",
      [run.runId],
    );
    expect(rejects).toEqual([{ row: 7, sqlstate: "23514", source_row: null, tuple: null }]);
    await run.load(run.batch(1, 2, 1));
    expect(await run.finalize(2)).toBe(1);
  });

  test("beyond jsonb's limit fails the run where no rejects are allowed, and names row, column and SQLSTATE", async ({
    db,
  }) => {
    await using run = await prepared(db, { columns: [column("id", "INT64"), column("name", "JSON")] });
    const error = await failureOf(run.load(await beyondJsonb(run)));
    expect(error).toMatchObject({ code: "row_rejected", facts: { row: 7, column: "name", sqlstate: "54000" } });
    expect(error.message).not.toContain("xxx");
    expect(await look(db, run)).toEqual(nothing);
  });
});
