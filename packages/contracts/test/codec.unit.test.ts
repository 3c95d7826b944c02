import { readdirSync } from "node:fs";
import { join } from "node:path";

import fc, { type Arbitrary } from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";

import {
  decodeMessage,
  encodeMessage,
  noVerification,
  noWatermark,
  routes,
  type Message,
  type MessageName,
} from "../src/index.ts";

const protoDir = join(import.meta.dirname, "../proto");
const protos = protobuf.loadSync(readdirSync(protoDir).map((name) => join(protoDir, name)));
const names = Object.keys(routes) as MessageName[];

/** STRUCT columns hold columns. */
const maxDepth = 3;

/** Arbitrary values for every field of the type, as declared in .proto. */
function anyOf(type: protobuf.Type, depth = 0): Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      type.fieldsArray.map((field) => {
        const value = anyValue(field.resolve(), depth);
        return [field.name, field.repeated ? fc.array(value, { maxLength: depth < maxDepth ? 3 : 0 }) : value];
      }),
    ),
  );
}

function anyValue(field: protobuf.Field, depth: number): Arbitrary<unknown> {
  switch (field.type) {
    case "string":
      return fc.string({ unit: "binary" });
    case "bool":
      return fc.boolean();
    case "uint32":
    case "fixed32":
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case "uint64":
      return fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 32, 2 ** 53 - 1));
    case "double":
      return fc.double({ noNaN: true });
    case "bytes":
      return fc.uint8Array().map((bytes) => Buffer.from(bytes));
    default:
      if (!(field.resolvedType instanceof protobuf.Type)) throw new Error(`no arbitrary for ${field.type}`);
      return depth < maxDepth ? anyOf(field.resolvedType, depth + 1) : fc.constant({});
  }
}

describe.each(names)("%s", (name) => {
  test("is decoded as it was encoded, every field", () => {
    fc.assert(
      fc.property(anyOf(protos.lookupType(`datamantri.v1.${name}`)), (message) => {
        const bytes = encodeMessage(name, message as Message<typeof name>);
        expect(decodeMessage(name, bytes)).toEqual(message);
      }),
      { numRuns: 40 },
    );
  });

  test("means the same to any reader of the .proto file", () => {
    const type = protos.lookupType(`datamantri.v1.${name}`);
    fc.assert(
      fc.property(anyOf(type), (message) => {
        const bytes = encodeMessage(name, message as Message<typeof name>);
        expect(type.toObject(type.decode(bytes), { defaults: true })).toEqual(message);
      }),
      { numRuns: 10 },
    );
  });
});

test("every message of the .proto files is known, except those that are only fields of others", () => {
  const declared = (protos.lookup("datamantri.v1") as protobuf.Namespace).nestedArray as protobuf.Type[];
  const parts = new Set(
    declared.flatMap(({ fieldsArray }) => fieldsArray.map((field) => field.resolve().resolvedType)),
  );
  const messages = declared.filter((type) => !parts.has(type)).map(({ name }) => name);
  expect(messages.toSorted()).toEqual(names.toSorted());
});

test("counts up to 2^53 - 1 stay exact", () => {
  for (const count of [2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52 + 1, 2 ** 53 - 1]) {
    const bytes = encodeMessage("RunFinalized", {
      runId: "r",
      pipelineId: "p",
      rowCount: count,
      rejectedCount: 0,
      warnings: [],
      watermark: noWatermark,
      replacement: "",
      undoableRunIds: [],
      verification: noVerification,
    });
    expect(decodeMessage("RunFinalized", bytes).rowCount).toBe(count);
  }
});

const batch: Message<"RowBatch"> = {
  runId: "r",
  pipelineId: "p",
  split: 1,
  sequence: 2,
  part: 3,
  firstRow: 4,
  rowCount: 5,
  schemaFingerprint: "f",
  checksum: 6,
  tuples: Buffer.alloc(1_000_000, 7),
  rejects: [],
  objectChunks: 0,
  objectBytes: 0,
};

describe("bytes", () => {
  test("are views into the message, not copies", () => {
    const bytes = encodeMessage("RowBatch", batch);
    const { tuples } = decodeMessage("RowBatch", bytes);
    expect(tuples.length).toBe(1_000_000);
    expect(tuples.buffer).toBe(bytes.buffer);
    bytes.fill(9);
    expect(tuples[0]).toBe(9);
  });

  test("stay views when the message itself is a part of something larger", () => {
    const encoded = encodeMessage("RowBatch", batch);
    const frame = Buffer.alloc(encoded.length + 100);
    frame.set(encoded, 50);
    const { tuples } = decodeMessage("RowBatch", frame.subarray(50, 50 + encoded.length));
    expect(tuples.buffer).toBe(frame.buffer);
    expect(Buffer.compare(tuples, batch.tuples)).toBe(0);
  });
});

describe("absent fields", () => {
  test("have their default", () => {
    expect(decodeMessage("RowBatch", new Uint8Array())).toEqual({
      runId: "",
      pipelineId: "",
      split: 0,
      sequence: 0,
      part: 0,
      firstRow: 0,
      rowCount: 0,
      schemaFingerprint: "",
      checksum: 0,
      rejects: [],
      objectChunks: 0,
      objectBytes: 0,
      tuples: Buffer.alloc(0),
    });
    expect(decodeMessage("BatchesLoaded", new Uint8Array()).batches).toEqual([]);
  });

  test("a newer sender's unknown field is ignored", () => {
    const unknown = protobuf.Writer.create()
      .uint32(99 << 3)
      .uint32(1)
      .finish();
    const bytes = Buffer.concat([
      encodeMessage("CancelRun", { runId: "r", requestedBy: "me", requestId: "" }),
      unknown,
    ]);
    expect(decodeMessage("CancelRun", bytes)).toEqual({ runId: "r", requestedBy: "me", requestId: "" });
  });
});

test("an invalid message is refused", () => {
  const bytes = encodeMessage("RowBatch", batch);
  expect(() => decodeMessage("RowBatch", bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
  expect(() => decodeMessage("Tick", Buffer.from("not a protobuf message"))).toThrow();
});
