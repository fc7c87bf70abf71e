/** A line of a topology: whole grid units, the first pair absolute, the others steps from the one before. */
export type Arc = [number, number][];

/** Steps as characters start here, above the control characters and the quotation mark. */
const FIRST = 35;
/** JSON writes a backslash as two characters. */
const BACKSLASH = 92;
/** Characters from here on are no text of their own. */
const LIMIT = 0xd800;

/** The longest step that one character holds. */
const LONGEST = Math.floor((LIMIT - FIRST - 2) / 2);

function character(step: number): string {
  const code = FIRST + (step < 0 ? -2 * step - 1 : 2 * step);
  return String.fromCharCode(code >= BACKSLASH ? code + 1 : code);
}

function step(code: number): number {
  const zigzag = (code > BACKSLASH ? code - 1 : code) - FIRST;
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}

/**
 * The steps of an arc as text, a character a number: small steps are one byte, and compress to two thirds of the same as JSON.
 * A step too long for a character (the southern edge of the world is one) is taken as several.
 */
export function packSteps(arc: Arc): string {
  const packed: string[] = [];
  for (const [x, y] of arc.slice(1)) {
    const parts = Math.max(1, Math.ceil(Math.max(Math.abs(x), Math.abs(y)) / LONGEST));
    for (let part = 0; part < parts; part += 1) {
      const share = (length: number) => Math.trunc((length * (part + 1)) / parts) - Math.trunc((length * part) / parts);
      packed.push(character(share(x)), character(share(y)));
    }
  }
  return packed.join('');
}

/** The arc again, from its first pair and its steps. */
export function unpackSteps(first: [number, number], steps: string): Arc {
  const arc: Arc = [first];
  for (let index = 0; index < steps.length; index += 2)
    arc.push([step(steps.charCodeAt(index)), step(steps.charCodeAt(index + 1))]);
  return arc;
}
