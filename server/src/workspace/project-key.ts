/** Up to 16 letters and digits, the first a letter; the same rule as in the database. */
export const PROJECT_KEY = /^[A-Z][A-Z0-9]{0,15}$/;

const MAX_BASE = 8;

/**
 * A key made from a name: the initials of several words ("Payment gateway EU" is PGE), else the word's beginning
 * ("Payments" is PAYM); a number makes it one that is not taken.
 * @param isTaken whether a key is in use
 */
export function deriveProjectKey(name: string, isTaken: (key: string) => boolean): string {
  const base = baseOf(name);
  if (!isTaken(base)) return base;
  for (let number = 2; ; number += 1) {
    const key = `${base}${number}`;
    if (!isTaken(key)) return key;
  }
}

/** What every key derived from the name begins with. */
export function baseOf(name: string): string {
  // Accents are marks of their own in this form, and fall away with what is neither letter nor digit.
  const words =
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toUpperCase()
      .match(/[A-Z0-9]+/g) ?? [];
  const [first = ''] = words;
  const text = words.length > 1 ? words.map((word) => word.charAt(0)).join('') : first.slice(0, 4);
  const key = text.replace(/^\d+/, '').slice(0, MAX_BASE);
  return key === '' ? 'PRJ' : key;
}
