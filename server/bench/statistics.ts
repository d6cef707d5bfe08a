/** The middle of several rounds, with the lowest and the highest. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0), high: quantile(values, 1) };
}

/** Of unsorted values; between two of them, the nearer one. */
export function quantile(values: readonly number[], portion: number): number {
  if (values.length === 0) throw new Error('no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(portion * (sorted.length - 1))]!;
}

/**
 * Runs each work once a round, in turns, every round beginning with another, so that what disturbs the machine disturbs
 * them alike.
 * @returns the results of each work, round by round
 */
export async function inTurns<Name extends string, Result>(
  works: Readonly<Record<Name, () => Promise<Result>>>,
  rounds: number,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(works) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as unknown as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < names.length; n += 1) {
      const name = names[(n + round) % names.length]!;
      results[name].push(await works[name]());
    }
  }
  return results;
}
