/** More than one of something, by its name: `test cases`, `properties`, `statuses`; what is in the plural already stays. */
export function pluralOf(word: string): string {
  if (word.endsWith('settings')) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
