/** INITCAP: a capital after the start and each delimiter, small letters elsewhere. */
export function initialCapitals(text: string, delimiters: string): string {
  const isDelimiter = new Set(delimiters);
  let startsWord = true;
  return Array.from(text)
    .map((character) => {
      const result = startsWord ? character.toUpperCase() : character.toLowerCase();
      startsWord = isDelimiter.has(character);
      return result;
    })
    .join("");
}

/** NORMALIZE and NORMALIZE_AND_CASEFOLD. */
export function normalize(text: string, form: string, folds: boolean): string {
  const normal = text.normalize(form);
  return folds ? normal.toLowerCase().normalize(form) : normal;
}

/**
 * INSTR: the position of an occurrence in characters, from 1; 0 for none.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#instr
 */
export function instr(text: string, part: string, position: number, occurrence: number): number {
  if (position === 0) throw new Error("Position in INSTR cannot be 0");
  if (occurrence <= 0) throw new Error("Occurrence in INSTR must be positive");
  const characters = Array.from(text);
  const sought = Array.from(part);
  const isAt = (at: number): boolean => sought.every((character, index) => characters[at + index] === character);
  const last = characters.length - sought.length;
  const step = position > 0 ? 1 : -1;
  let left = occurrence;
  for (
    let at = position > 0 ? position - 1 : characters.length + position;
    at >= 0 && at < characters.length;
    at += step
  ) {
    if (at > last || !isAt(at)) continue;
    left -= 1;
    if (left === 0) return at + 1;
  }
  return 0;
}

/** TRANSLATE: characters by those at the same place of another text, or none. @throws Error for one that is there twice */
export function translate(text: string, from: string, to: string): string {
  const targets = Array.from(to);
  const map = new Map<string, string>();
  for (const [index, character] of Array.from(from).entries()) {
    if (map.has(character)) throw new Error(`Duplicate character ${character} in TRANSLATE source characters`);
    map.set(character, targets[index] ?? "");
  }
  return Array.from(text, (character) => map.get(character) ?? character).join("");
}
