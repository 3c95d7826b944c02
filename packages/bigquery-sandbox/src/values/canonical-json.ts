/*
 * JSON values as BigQuery stores them: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#json_type
 * Members are sorted, of equal keys the first is kept, blanks are not. Node's own parser keeps the last.
 */

/** What happens to a number that neither a 64-bit integer nor a double holds exactly. */
export type WideNumbers = "exact" | "round";

const MAX_DEPTH = 500;
const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 64n - 1n;

/** @throws Error with BigQuery's message, for a text that is no JSON and with `exact` for a number that would change */
export function canonicalJson(text: string, wideNumbers: WideNumbers): string {
  return new Parser(text, wideNumbers).parse();
}

class Parser {
  readonly #text: string;
  readonly #wideNumbers: WideNumbers;
  #at = 0;

  constructor(text: string, wideNumbers: WideNumbers) {
    this.#text = text;
    this.#wideNumbers = wideNumbers;
  }

  parse(): string {
    const value = this.#value(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(depth: number): string {
    this.#skipBlanks();
    const next = this.#text[this.#at];
    if ((next === "{" || next === "[") && depth === MAX_DEPTH)
      throw new Error(`JSON is nested deeper than ${MAX_DEPTH} levels`);
    if (next === "{") return this.#object(depth + 1);
    if (next === "[") return this.#array(depth + 1);
    if (next === '"') return JSON.stringify(this.#string());
    const word = this.#take(/true|false|null/y);
    if (word !== undefined) return word;
    const number = this.#take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number === undefined) throw this.#unexpected();
    return canonicalNumber(number, this.#wideNumbers);
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    this.#list("}", () => {
      this.#skipBlanks();
      if (this.#text[this.#at] !== '"') throw this.#unexpected();
      const key = this.#string();
      this.#expect(":");
      const value = this.#value(depth);
      if (!members.has(key)) members.set(key, value);
    });
    const sorted = [...members].sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
  }

  #array(depth: number): string {
    const items: string[] = [];
    this.#list("]", () => items.push(this.#value(depth)));
    return `[${items.join(",")}]`;
  }

  /** From the opening symbol to the closing one. */
  #list(end: string, readItem: () => void): void {
    this.#at += 1;
    this.#skipBlanks();
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      readItem();
      this.#skipBlanks();
      const next = this.#text[this.#at];
      if (next !== "," && next !== end) throw this.#unexpected();
      this.#at += 1;
      if (next === end) return;
    }
  }

  #string(): string {
    const quoted = this.#take(/"(?:[^"\\]|\\.)*"/sy);
    try {
      return JSON.parse(quoted ?? "") as string;
    } catch {
      throw this.#unexpected();
    }
  }

  #expect(symbol: string): void {
    this.#skipBlanks();
    if (this.#text[this.#at] !== symbol) throw this.#unexpected();
    this.#at += 1;
  }

  #skipBlanks(): void {
    this.#take(/[ \t\n\r]*/y);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #unexpected(): Error {
    return new Error(`syntax error while parsing value at character ${this.#at + 1}`);
  }
}

function canonicalNumber(text: string, wideNumbers: WideNumbers): string {
  if (/^-?\d+$/.test(text)) {
    const integer = BigInt(text);
    if (integer >= MIN_INTEGER && integer <= MAX_INTEGER) return text;
  }
  const double = Number(text);
  if (!Number.isFinite(double)) throw new Error(`Input number: ${text} is outside the range of FLOAT64`);
  if (isSameNumber(text, String(double))) return text;
  if (wideNumbers === "round") return doubleText(double);
  throw new Error(`Input number: ${text} cannot round-trip through string representation`);
}

function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [toDigits(one), toDigits(other)];
  return a.digits === b.digits && a.exponent === b.exponent;
}

/** Digits without zeros around them, with the sign, and the power of ten of the last. */
function toDigits(text: string): { digits: string; exponent: number } {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  if (digits === "") return { digits: "0", exponent: 0 };
  return { digits: sign + digits, exponent: Number(exponent) - fraction.length + all.length - digits.length };
}

/** The shortest text of a double; exponents have two digits, as BigQuery writes them: 9.223372036854776e+20. */
function doubleText(double: number): string {
  const isPlain = double === 0 || (Math.abs(double) >= 1e-4 && Math.abs(double) < 1e15);
  return isPlain ? String(double) : double.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** The INT64 that a JSON number is: 10.0 is 10. @throws Error with BigQuery's message for others */
export function jsonInteger(json: string): bigint {
  const { digits, exponent } = toDigits(json);
  const number = exponent >= 0 && exponent < 20 ? BigInt(digits) * 10n ** BigInt(exponent) : undefined;
  if (number !== undefined && BigInt.asIntN(64, number) === number) return number;
  throw new Error(`The provided JSON number: ${json} cannot be converted to an integer`);
}
