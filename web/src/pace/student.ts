/**
 * Student's t for whole degrees of freedom, from its closed forms (Abramowitz and Stegun 26.7.3 and 26.7.4): no table, no library.
 * @returns the probability of less than `t`.
 */
export function studentProbability(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  let [term, sum] = [degrees % 2 === 1 ? cosine : 1, 0];
  // odd: cos θ + 2/3 cos³ θ + …; even: 1 + 1/2 cos² θ + …
  for (let power = degrees % 2 === 1 ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine * cosine;
  }
  const within = degrees % 2 === 1 ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return 0.5 + within / 2;
}

/** The t that is not exceeded with this probability, above 0.5. */
export function studentQuantile(probability: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (studentProbability(high, degrees) < probability) high *= 2;
  for (let halving = 0; halving < 80; halving += 1) {
    const middle = (low + high) / 2;
    if (studentProbability(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
