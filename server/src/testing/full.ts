/** `npm run test:full`: the sizes that are promised, in place of those that a test may take every time. */
export const FULL = process.env['FULL'] === '1';

/** For tests that draw: said, so that it can be given again by SEED. */
export function drawnSeed(): number {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`seed ${seed}\n`);
  return seed;
}
