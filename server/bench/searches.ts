import { Zipf } from './random.js';
import type { Random } from './random.js';
import { VOCABULARY, word } from './words.js';

const ranks = new Zipf(VOCABULARY, 0.8);

/** One to three terms of every form, of words of which the common ones come often. */
export function drawSearch(random: Random): string {
  const some = (): string => word(ranks.draw(random));
  const term = (first: boolean): string => {
    const form = random.next();
    if (form < 0.5) return some();
    if (form < 0.7) return `${some().slice(0, 1 + random.below(5))}*`;
    if (form < 0.85 || first) return `"${some()} ${some()}"`;
    return `-${some()}`;
  };
  return Array.from({ length: 1 + random.below(3) }, (_, n) => term(n === 0)).join(' ');
}

/** The same as Postgres says it. Words of the benchmark are letters alone, and phrases have two. */
export function tsqueryOf(search: string): string {
  const terms = search.match(/-?(?:"[^"]+"|\S+)/g) ?? [];
  return terms
    .map((term) => {
      const words = term.replaceAll(/["*-]/g, '').split(' ').map((one) => `'${one}'`);
      return `${term.startsWith('-') ? '!' : ''}( ${words.join(' <-> ')}${term.endsWith('*') ? ':*' : ''} )`;
    })
    .join(' & ');
}
