import { randomNumbers } from '../belt.ts';

/** Draws for the demo programme; one seed gives the same programme everywhere. */
export class Draws {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = randomNumbers(seed);
  }

  /** In [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.#next();
  }

  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1));
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.#next() + 1e-12)) * Math.cos(2 * Math.PI * this.#next());
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)] as T;
  }

  /** One of the values, as often as its weight says. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.#next() * total;
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return (choices.at(-1) as readonly [T, number])[0];
  }
}
