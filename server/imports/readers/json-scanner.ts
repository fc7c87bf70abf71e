const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
// space, tab, line feed, carriage return, and the record separator of RFC 8142
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d, 0x1e]);
const AFTER_SCALAR = new Set([...SPACE, 0x2c, 0x7d, 0x5d, 0x3a]);

/** The bytes end inside a value. */
export class CutOff extends Error {}

/** Finds where JSON values begin and end, so that a large file is parsed piece by piece. Does not judge what lies between. */
export class JsonScanner {
  readonly bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** The next byte that is not white space, as a character; null at the end. */
  peek(): string | null {
    while (this.position < this.bytes.length && SPACE.has(this.bytes[this.position] as number)) this.position += 1;
    return this.position < this.bytes.length ? String.fromCharCode(this.bytes[this.position] as number) : null;
  }

  /** Steps over this character, or says that it is not the next. @throws CutOff at the end. */
  take(character: string): boolean {
    const next = this.peek();
    if (next === null) throw new CutOff();
    if (next !== character) return false;
    this.position += 1;
    return true;
  }

  /** Steps over one value. @throws CutOff where the bytes end before it does. */
  skipValue(): { start: number; end: number } {
    if (this.peek() === null) throw new CutOff();
    const start = this.position;
    const first = this.bytes[start] as number;
    if (first === QUOTE) this.#skipString();
    else if (first === OPEN_BRACE || first === OPEN_BRACKET) this.#skipNested();
    else this.#skipScalar();
    return { start, end: this.position };
  }

  #skipString(): void {
    for (let at = this.position + 1; at < this.bytes.length; at += 1) {
      const byte = this.bytes[at];
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) {
        this.position = at + 1;
        return;
      }
    }
    throw new CutOff();
  }

  #skipNested(): void {
    const { bytes } = this;
    let depth = 0;
    // most bytes of a file are looked at here
    for (let at = this.position; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.position = at;
        this.#skipString();
        at = this.position - 1;
      } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth += 1;
      else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        depth -= 1;
        if (depth > 0) continue;
        this.position = at + 1;
        return;
      }
    }
    throw new CutOff();
  }

  #skipScalar(): void {
    const start = this.position;
    while (this.position < this.bytes.length && !AFTER_SCALAR.has(this.bytes[this.position] as number)) this.position += 1;
    // a stray comma or bracket: step over it, so that the reader always gets on
    if (this.position === start) this.position += 1;
  }
}
