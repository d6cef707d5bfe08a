/** Two characters for a name: `Ada Lovelace` is AL, `ada` is AD; of numbered names the number tells them apart. */
export function initials(name: string | null): string {
  // Letters and digits alone: a name may hold what cannot be seen, or half of which is no character.
  const words = (name ?? '')
    .split(/[\s@._-]+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .map((word) => word.match(/[\p{L}\p{N}]/gu) ?? []);
  const number = words[1]?.join('');
  if (number !== undefined && /^\d{2,}$/.test(number)) return number.slice(-2);
  const first = words[0]?.at(0) ?? '?';
  const last = words.length > 1 ? (words[1]?.at(0) ?? '') : (words[0]?.at(1) ?? '');
  return (first + last).toUpperCase();
}
