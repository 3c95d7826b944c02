import { describe, expect, test } from "vitest";
import { openTranscoder } from "../../src/transcode/open-transcoder.ts";
import { BothTranscoders, column, pageOf, type Outcome } from "./both-transcoders.ts";

const columns = [
  column("INT64", { name: "id" }),
  column("STRING", { name: "text" }),
  column("FLOAT64", { name: "ratio" }),
  column("STRING", { name: "tags", repeated: true }),
];
const row = (id: number) => [String(id), `"${id}" é\n`, "0.30000000000000004", [{ v: "a" }]] as const;
const cell = '{"f":[{"v":"1"},{"v":"x"},{"v":"2"},{"v":[]}]}';

function both(): BothTranscoders {
  return new BothTranscoders(columns);
}

describe("a page", () => {
  test("returns its other fields, in any order", () => {
    const page = `{"rows":[${cell}],"jobComplete":true,"schema":{"fields":[{"name":"}]"}]},"pageToken":"t\\u003d","totalRows":"12"}`;
    expect(both().transcode(Buffer.from(page))).toMatchObject({
      rowCount: 1,
      totalRows: 12n,
      pageToken: "t=",
      jobComplete: true,
    });
  });

  test("without rows gives none", () => {
    const nothing = { rowCount: 0, rows: [], pageToken: null, jobComplete: null, replaced: [], rejects: [] };
    expect(both().transcode(Buffer.from('{"totalRows":"0"}'))).toEqual({ ...nothing, totalRows: 0n });
    expect(both().transcode(Buffer.from(" { \n} "))).toEqual({ ...nothing, totalRows: null });
    expect(both().transcode(Buffer.from('{"jobComplete":false,"rows":[ ]}'))).toMatchObject({
      rowCount: 0,
      jobComplete: false,
    });
  });

  test("may say null for what it does not have", () => {
    const page = '{"rows":null,"pageToken":null,"totalRows":null,"jobComplete":null}';
    expect(both().transcode(Buffer.from(page))).toMatchObject({ rowCount: 0, totalRows: null, pageToken: null });
    expect(both().transcode(Buffer.from(`{"pageToken":null,"rows":[${cell}]}`))).toMatchObject({ rowCount: 1 });
  });

  test("may be pretty-printed", () => {
    const compact = pageOf([row(1), row(2)]);
    const pretty = Buffer.from(JSON.stringify(JSON.parse(compact.toString()), null, "\t").replaceAll("\n", "\r\n"));
    expect(both().transcode(pretty)).toEqual(both().transcode(compact));
  });

  test("truncated anywhere is refused", () => {
    const page = pageOf([row(1), row(2)]);
    const transcoders = both();
    for (let length = 0; length < page.length; length++) {
      expect(transcoders.refusal(page.subarray(0, length)).code).toBe("source_response_invalid");
    }
    expect(transcoders.rows(page)).toHaveLength(2);
  });

  test.for([
    ["no JSON", "oops"],
    ["an array", "[]"],
    ["more behind its end", '{"totalRows":"0"}{}'],
    ["a trailing comma", '{"totalRows":"0",}'],
    ["rows twice", `{"rows":[${cell}],"rows":[${cell}]}`],
    ["rows that are no array", '{"rows":{}}'],
    ["rows that begin like null", '{"rows":nullable}'],
    ["a row that is not an object", '{"rows":[1]}'],
    ["a row without cells", '{"rows":[{"f":[]}]}'],
    ["a cell too few", '{"rows":[{"f":[{"v":"1"},{"v":"x"},{"v":"2"}]}]}'],
    ["a cell too many", '{"rows":[{"f":[{"v":"1"},{"v":"x"},{"v":"2"},{"v":[]},{"v":"1"}]}]}'],
    ["a comma behind the last row", `{"rows":[${cell},]}`],
    ["no comma between rows", `{"rows":[${cell}${cell}]}`],
    ["a number for a cell", '{"rows":[{"f":[{"v":1},{"v":"x"},{"v":"2"},{"v":[]}]}]}'],
    ["nulls that go on", '{"rows":[{"f":[{"v":nullable},{"v":"x"},{"v":"2"},{"v":[]}]}]}'],
    ["a raw line break in a string", '{"rows":[{"f":[{"v":"1"},{"v":"x\ny"},{"v":"2"},{"v":[]}]}]}'],
    ["an escape that does not exist", '{"rows":[{"f":[{"v":"1"},{"v":"\\x"},{"v":"2"},{"v":[]}]}]}'],
    ["half an escape", '{"rows":[{"f":[{"v":"1"},{"v":"\\u12"},{"v":"2"},{"v":[]}]}]}'],
    ["nested text that is no JSON", '{"rows":[{"f":[{"v":"1"},{"v":"x"},{"v":"2"},{"v":[}]}]}]}'],
    ["totalRows that is not a count", '{"totalRows":"many"}'],
    ["a page token that is not a string", '{"pageToken":1}'],
  ])("with %s is refused", ([, page]) => {
    expect(both().refusal(Buffer.from(page!)).code).toBe("source_response_invalid");
  });

  test.for(["\\\\u0000", "\\u005cu0000", "\\\\\\u0075\\u0030000", "\\u005c\\u0075d800"])(
    "may hide values that jsonb cannot store: %s",
    (escape) => {
      const page = Buffer.from(`{"rows":[{"f":[{"v":"\\"${escape}\\""}]}]}`);
      expect(new BothTranscoders([column("JSON")]).refusal(page).code).toBe("value_not_representable");
    },
  );

  test("that is not UTF-8 is refused", () => {
    const page = Buffer.from(pageOf([row(1)]));
    page[page.indexOf(0xc3)] = 0xff;
    expect(both().refusal(page).code).toBe("source_response_invalid");
  });

  test("names the row that is refused, and never its value", () => {
    const refusal = both().refusal(pageOf([row(1), row(2), ["secret", "x", "1", []]]));
    expect(refusal).toMatchObject({ code: "value_not_representable", facts: { column: "id", row_in_page: 2 } });
    expect(JSON.stringify(refusal)).not.toContain("secret");
  });

  test("names the row after which the rows break off", () => {
    const refusal = both().refusal(Buffer.from(`{"rows":[${cell},${cell}`));
    expect(refusal.facts).toMatchObject({ row_in_page: 1, reason: "it is truncated" });
  });
});

describe("a transcoder", () => {
  test("continues after small, large and refused pages", () => {
    const transcoders = both();
    const small = pageOf([row(1)]);
    const expected = transcoders.transcode(small);
    const large = pageOf(
      Array.from({ length: 5_000 }, (_, id) => [String(id), "é".repeat(200), "1", [{ v: "x".repeat(99) }]]),
    );
    expect((transcoders.transcode(large) as Outcome).rowCount).toBe(5_000);
    transcoders.refusal(large.subarray(0, large.length - 9));
    expect(transcoders.transcode(small)).toEqual(expected);
  });

  test("has room for structs whose names are longer than their page", () => {
    const fields = [column("INT64", { name: "n".repeat(300) })];
    const transcoders = new BothTranscoders([column("STRUCT", { fields }), column("STRING")]);
    const rows = transcoders.rows(pageOf(Array.from({ length: 3_000 }, () => [{ f: [{ v: "1" }] }, "some text"])));
    expect(rows).toHaveLength(3_000);
    expect(new Set(rows).size).toBe(1);
  });

  test("uses no more memory for a thousand pages than for the first", () => {
    const transcoder = openTranscoder(columns);
    expect(transcoder.implementation).toBe("wasm");
    const page = pageOf(Array.from({ length: 100 }, (_, id) => row(id)));
    const memoryBytes = transcoder.transcode(page).tuples.buffer.byteLength;
    for (let repeat = 0; repeat < 1_000; repeat++) transcoder.transcode(page);
    expect(transcoder.transcode(page).tuples.buffer.byteLength).toBe(memoryBytes);
  });

  test("for a table without columns counts rows", () => {
    expect(new BothTranscoders([]).rows(Buffer.from('{"rows":[{"f":[]},{"f":[]}]}'))).toEqual(["0000", "0000"]);
  });
});
