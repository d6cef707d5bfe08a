import { wordsOf, type Words } from './words.js';

/** One thing that is looked for: a word, or several that follow one another. */
export interface SearchTerm {
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly prefix: boolean;
  /** It must not occur. */
  readonly negated: boolean;
}

/** All of them must hold. */
export type SearchQuery = readonly SearchTerm[];

export const MOST_SEARCH_WORDS = 64;
const MOST_SEARCH_CHARACTERS = 2_000;

/** What word processors, phones and other keyboards put in the place of `"`, `-` and `*`; no word holds any of them. */
const TYPED_OTHERWISE = [
  [/[\u00AB\u00BB\u201C-\u201F\u275D\u275E\u301D-\u301F\uFF02]/g, '"'],
  [/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, '-'],
  [/[\u2217\uFE61\uFF0A]/g, '*'],
] as const;

/**
 * Reads a search: words, of which each must occur; `fo*` for words that begin so; `"one two"` for words that follow one another;
 * `-` before any of these for what must not occur. Typographic and full-width quotes, dashes and stars are as these. What stands together without a blank (`a-b`, `x@y.z`) follows one another.
 * @returns the query, or what is wrong with the text.
 */
export function parseSearch(typed: string): { query: SearchQuery } | { problem: string } {
  if (typed.length > MOST_SEARCH_CHARACTERS) return { problem: `may have at most ${MOST_SEARCH_CHARACTERS} characters, not ${typed.length}: leave something out` };
  const text = TYPED_OTHERWISE.reduce((form, [others, usual]) => form.replaceAll(others, usual), typed);
  if (text.split('"').length % 2 === 0) return { problem: 'has a quotation mark (") that is not closed: close it, or leave it out' };
  const terms = new Map<string, SearchTerm>();
  for (const [, minus, phrase, star, token = ''] of text.matchAll(/(-?)(?:"([^"]*)"(\*?)|([^\s"]+))/g)) {
    const plain = phrase ?? token.replace(/\*+$/, '');
    const words = wordsOf(plain);
    if (words.length === 0) continue;
    if (token.startsWith('*')) return { problem: 'has a * before a word: it can only stand at the end of one, for words that begin so' };
    const term = { words, prefix: phrase === undefined ? plain !== token : star === '*', negated: minus === '-' };
    terms.set(termText(term), term);
  }
  const query = [...terms].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, term]) => term);
  if (query.length === 0) return { problem: 'has nothing to look for: give a word or a number' };
  const count = query.reduce((sum, { words }) => sum + words.length, 0);
  if (count > MOST_SEARCH_WORDS) return { problem: `may have at most ${MOST_SEARCH_WORDS} words, not ${count}: leave some out` };
  return { query };
}

/** The text that all searches of the same terms share; it reads as the query it was made from. */
export function searchText(query: SearchQuery): string {
  return query.map(termText).join(' ');
}

/** Whether all terms hold. */
export function searchMatches(query: SearchQuery, words: Words): boolean {
  return query.every((term) => occurs(term, words) !== term.negated);
}

function termText({ words, prefix, negated }: SearchTerm): string {
  const [word, ...more] = words;
  return `${negated ? '-' : ''}${more.length === 0 ? word : `"${words.join(' ')}"`}${prefix ? '*' : ''}`;
}

function occurs({ words, prefix }: SearchTerm, document: Words): boolean {
  const places = words.map((word, i) => placesOf(word, prefix && i === words.length - 1, document));
  const [first, ...others] = places;
  return [...(first ?? [])].some((place) => others.every((set, i) => set.has(place + i + 1)));
}

function placesOf(word: string, prefix: boolean, document: Words): ReadonlySet<number> {
  if (!prefix) return new Set(document.get(word));
  const found = new Set<number>();
  for (const [other, places] of document) if (other.startsWith(word)) for (const place of places) found.add(place);
  return found;
}
