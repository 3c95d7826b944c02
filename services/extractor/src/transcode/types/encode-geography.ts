import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

/** WGS 84, longitude and latitude: the reference system of BigQuery's GEOGRAPHY. */
const srid = 4326;
const hasSrid = 0x20000000;
const littleEndian = 1;

/** Numbers of OGC's Simple Features. */
const geometryTypes: Readonly<Record<string, number>> = {
  POINT: 1,
  LINESTRING: 2,
  POLYGON: 3,
  MULTIPOINT: 4,
  MULTILINESTRING: 5,
  MULTIPOLYGON: 6,
  GEOMETRYCOLLECTION: 7,
};

/** Type of a geometry's parts, if these are geometries. */
const partTypes: Readonly<Record<number, string>> = { 4: "POINT", 5: "LINESTRING", 6: "POLYGON" };

/**
 * WKT → EWKB, which PostGIS's geography and geometry read from binary COPY.
 * Sources: OGC 06-103r4, Simple Features, "Well-known Text" and "Well-known Binary"; PostGIS manual, "EWKB".
 */
export function encodeGeography(text: string, out: ByteWriter): void {
  const bytes = new WktReader(text).read();
  out.reserve(4 + bytes.length);
  out.int32(bytes.length);
  out.copy(bytes, 0, bytes.length);
}

class WktReader {
  readonly #tokens: readonly string[];
  readonly #parts: Buffer[] = [];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[a-z]+|[(),]|[^\s(),a-z][^\s(),]*/gi) ?? [];
  }

  read(): Buffer {
    this.#geometry(this.#type(), hasSrid);
    return this.#at === this.#tokens.length ? Buffer.concat(this.#parts) : this.#refuse();
  }

  #type(): string {
    const word = this.#tokens[this.#at++]?.toUpperCase() ?? "";
    return word in geometryTypes ? word : this.#refuse();
  }

  #geometry(word: string, flags: number): void {
    const type = geometryTypes[word]!;
    this.#parts.push(Buffer.from([littleEndian]));
    this.#uint32((type | flags) >>> 0);
    if (flags !== 0) this.#uint32(srid);
    if (type === 1) {
      this.#point();
      return;
    }
    if (this.#skips("EMPTY")) {
      this.#uint32(0);
      return;
    }
    this.#list(() => this.#part(type));
  }

  #part(type: number): void {
    if (type === 2) this.#position();
    else if (type === 3) this.#list(() => this.#position());
    else this.#geometry(partTypes[type] ?? this.#type(), 0);
  }

  /** An empty point has NaN coordinates. The points of a MULTIPOINT may omit brackets. */
  #point(): void {
    if (this.#skips("EMPTY")) {
      this.#double(Number.NaN);
      this.#double(Number.NaN);
      return;
    }
    const isBracketed = this.#skips("(");
    this.#position();
    if (isBracketed) this.#expect(")");
  }

  #position(): void {
    this.#double(this.#number());
    this.#double(this.#number());
  }

  /** Writes the number of elements before them. */
  #list(readOne: () => void): void {
    this.#expect("(");
    const count = Buffer.alloc(4);
    this.#parts.push(count);
    let length = 0;
    do {
      readOne();
      length++;
    } while (this.#skips(","));
    this.#expect(")");
    count.writeUInt32LE(length);
  }

  #number(): number {
    const token = this.#tokens[this.#at++] ?? "";
    return /^-?\d+\.?\d*(?:e[+-]?\d+)?$/i.test(token) ? Number(token) : this.#refuse();
  }

  #skips(token: string): boolean {
    const isHere = this.#tokens[this.#at]?.toUpperCase() === token;
    if (isHere) this.#at++;
    return isHere;
  }

  #expect(token: string): void {
    if (!this.#skips(token)) this.#refuse();
  }

  #uint32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.#parts.push(bytes);
  }

  #double(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.#parts.push(bytes);
  }

  #refuse(): never {
    return refuseValue("it is not a geography in well-known text");
  }
}
