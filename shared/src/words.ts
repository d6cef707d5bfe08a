import type { Json, RecordedChange } from './entry.js';

/** Scripts that write words without blanks between them: each of their characters is a word. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const WORD = new RegExp(String.raw`[[${UNSPACED}]&&[\p{L}\p{N}]]\p{M}*|[[\p{L}\p{N}]--[${UNSPACED}]][[\p{L}\p{N}\p{M}]--[${UNSPACED}]]*`, 'gv');
/** What only says how a character is drawn: as an emoji, in an older form, in a box. */
const APPEARANCE = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\p{Me}]+/gu;
/**
 * Of marks on one character the first thirty count, as in Unicode's Stream-Safe Text Format (UAX #15, 13): to bring them into their
 * order takes the square of their number, and 200,000 of them took 19 s.
 */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/** A word is its first so many characters. */
export const LONGEST_WORD = 64;
/** What is looked through of one entry: so many words, of a word so many places, and of a value so many characters. */
const MOST_WORDS = 4_096;
const MOST_PLACES = 200;
const MOST_CHARACTERS = 200_000;
/** In UTF-16 code units, of the words that are kept. */
const MOST_KEPT = 150_000;
/** Between two values, so that no phrase reaches from one into the next. Postgres knows places up to 16,383: 4,096 words end before. */
const GAP = 2;

/**
 * The words of a text, in order: letters and digits, with the marks on them, that stand together, in lower case and Unicode's form NFKC, so
 * that full-width letters and ligatures are found too. All else separates words.
 */
export function wordsOf(text: string): string[] {
  return (folded(text.slice(0, MOST_CHARACTERS)).match(WORD) ?? []).map((word) => (word.length <= LONGEST_WORD ? word : cut(word)));
}

/** A word, and where it stands in the text: from `start` on and before `end`, in UTF-16 code units. */
export interface PlacedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** The words of `wordsOf`, each with the part of the text that it was read from, whole characters as a reader sees them. */
export function placedWords(text: string): readonly PlacedWord[] {
  const read = text.slice(0, MOST_CHARACTERS);
  const form = folded(read);
  const lower = read.toLowerCase().replaceAll('ς', 'σ');
  // Small letters are never shorter than capitals: of equal length, each stands where it stood.
  const places = form === lower && lower.length === read.length ? null : placesIn(read);
  return [...form.matchAll(WORD)].map(({ 0: word, index }) => {
    const last = index + word.length - 1;
    const [start, end] = places === null ? [index, last + 1] : [places[index]?.start ?? 0, places[last]?.end ?? read.length];
    return { word: word.length <= LONGEST_WORD ? word : cut(word), start, end };
  });
}

/** For each code unit of a text's form the character of the text that it came from. */
function placesIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].flatMap(({ segment, index }) =>
    Array.from({ length: folded(segment).length }, () => ({ start: index, end: index + segment.length })),
  );
}

/** Each word with the places where it stands, ascending from 1. */
export type Words = ReadonlyMap<string, readonly number[]>;

/**
 * What a search looks through of an entry: the entity's name, then each field's name with the old and the new value. Of a value
 * every text, number and truth value in it; of a person nothing, since names of persons change and are erased.
 */
export function wordsOfEntry(entityName: string | null, changes: readonly RecordedChange[] | null): Words {
  const places = new Map<string, number[]>();
  let place = 0;
  let words = 0;
  let kept = 0;
  const add = (text: string): void => {
    const found = wordsOf(text);
    for (const word of found) {
      if (words === MOST_WORDS || kept > MOST_KEPT) return;
      words += 1;
      place += 1;
      const known = places.get(word);
      if (!known) {
        kept += word.length;
        places.set(word, [place]);
      } else if (known.length < MOST_PLACES) known.push(place);
    }
    if (found.length > 0) place += GAP;
  };
  const addValue = (value: Json | undefined): void => {
    if (typeof value === 'string') add(value);
    else if (typeof value === 'number' || typeof value === 'boolean') add(String(value));
    else if (value !== null && value !== undefined) for (const part of Object.values(value)) if (words < MOST_WORDS) addValue(part);
  };
  add(entityName ?? '');
  for (const change of changes ?? []) {
    if (words === MOST_WORDS) break;
    add(change.field);
    addValue(change.old);
    addValue(change.new);
  }
  return places;
}

/** Until nothing changes any more, so that a word's form is its own. The final sigma is the same letter. */
function folded(text: string): string {
  let form = text.replaceAll(APPEARANCE, '').replaceAll(TOO_MANY_MARKS, '$1');
  for (;;) {
    const next = form.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
    if (next === form) return form;
    form = next;
  }
}

/** By code points, so that no character is cut in two. */
function cut(word: string): string {
  return [...word].slice(0, LONGEST_WORD).join('');
}
