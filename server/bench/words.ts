import { at, Zipf } from './random.js';
import type { Random } from './random.js';

const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];
const SYLLABLES = CONSONANTS.flatMap((consonant) => VOWELS.map((vowel) => consonant + vowel));

/** How many different words the texts hold; the commonest stands in about every second text, the rarest in one of 30,000. */
export const VOCABULARY = 20_000;

const zipf = new Zipf(VOCABULARY);
const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank));

/** The word of a rank, the commonest first. Ranks that are near each other have nothing in common. */
export function word(rank: number): string {
  return at(words, rank);
}

/** Two common words, each in about every fifth entry, that no entry has both of: it has those of its own side. */
export const NEVER_TOGETHER = [8, 9] as const;

/** A word that stands in the first entry of each organization alone. */
export const ONCE = 'hapax';

/** A text of so many words, each drawn by Zipf's law. */
export function sentence(random: Random, length: number, side: 0 | 1 = 0): string {
  let text = '';
  for (let i = 0; i < length; i += 1) {
    const rank = zipf.draw(random);
    text += `${i === 0 ? '' : ' '}${word(rank === NEVER_TOGETHER[side === 0 ? 1 : 0] ? NEVER_TOGETHER[side] : rank)}`;
  }
  return text;
}

/** Three syllables: a prefix of one syllable fits one word of seventy. */
function wordOf(rank: number): string {
  const base = SYLLABLES.length;
  const number = (rank * 7919 + 4242) % base ** 3;
  return at(SYLLABLES, Math.floor(number / base ** 2)) + at(SYLLABLES, Math.floor(number / base) % base) + at(SYLLABLES, number % base);
}
