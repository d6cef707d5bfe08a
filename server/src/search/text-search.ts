import { parseSearch, type SearchQuery, type SearchTerm } from '@audit-log/shared/search';
import type { Words } from '@audit-log/shared/words';

/** Words that begin with the same so many characters have a lexeme in common, by which an index finds those of a longer beginning. */
const BEGINNING = 3;

/**
 * Words as Postgres' tsvector, beside lexemes without a place. No word or other lexeme holds a quote or a backslash, so that
 * nothing needs an escape.
 */
export function vectorOf(words: Words, others: readonly string[] = []): string {
  return [...[...words].map(([word, places]) => `'${word}':${places.join(',')}`), ...others.map((lexeme) => `'${lexeme}'`)].join(' ');
}

/** The lexemes of how words begin. */
export function beginningsOf(words: Words): string[] {
  const found = [...words.keys()].map(beginningOf).filter((lexeme) => lexeme !== null);
  return [...new Set(found)];
}

/**
 * Of a search in normal form what an index can find: lexemes that must all be there. `whole` when they are all that is asked for.
 * What begins with fewer than three characters, and what must not occur, is no such thing.
 */
export function lookupOf(search: string): { lexemes: readonly string[]; whole: boolean } {
  const terms = termsOf(search);
  const lexemes = terms.filter(({ negated }) => !negated).flatMap(({ words, prefix }) => words.map((word, i) => (prefix && i === words.length - 1 ? beginningOf(word) : word)));
  const whole = terms.every((term) => !term.negated && !term.prefix && term.words.length === 1);
  return { lexemes: [...new Set(lexemes.filter((lexeme) => lexeme !== null))], whole };
}

/** A search in normal form as Postgres' tsquery; it matches the vector of the words that the search matches. */
export function tsqueryOf(search: string): string {
  return allOf(termsOf(search).map(termQuery));
}

/** Lexemes of which one of each group must be there, as a tsquery. */
export function lexemesQuery(groups: readonly (readonly string[])[]): string {
  return allOf(groups.map((lexemes) => `( ${lexemes.map((lexeme) => `'${lexeme}'`).join(' | ')} )`));
}

function termQuery({ words, prefix, negated }: SearchTerm): string {
  const lexemes = words.map((word, i) => `'${word}'${prefix && i === words.length - 1 ? ':*' : ''}`).join(' <-> ');
  return `${negated ? '!' : ''}( ${lexemes} )`;
}

function allOf(queries: readonly string[]): string {
  return queries.join(' & ');
}

function beginningOf(word: string): string | null {
  const characters = [...word].slice(0, BEGINNING);
  return characters.length === BEGINNING ? ` ^${characters.join('')}` : null;
}

function termsOf(search: string): SearchQuery {
  const read = parseSearch(search);
  if ('problem' in read) throw new Error(`the search is not a sound one: it ${read.problem}`);
  return read.query;
}
