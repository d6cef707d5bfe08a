/** What an entry's place in a list goes by. */
interface Dated {
  readonly id: string;
  readonly time: string;
}

/** Both together, newest first, each entry once: what comes live may be dated earlier, and may have come with a page already. */
export function withEntries<Entry extends Dated>(newestFirst: readonly Entry[], more: readonly Entry[]): readonly Entry[] {
  const known = new Set(newestFirst.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? newestFirst : [...newestFirst, ...fresh].toSorted((a, b) => compare(b.time, a.time) || compare(b.id, a.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
