/** What is looked at: one point, or two that are compared. Points are ids of entries. */
export type Points = { readonly mode: 'state'; readonly at: string } | { readonly mode: 'compare'; readonly a: string; readonly b: string };

/** Reads the search part of an address; what it does not name, or names wrongly, is the newest entry, and the one before. */
export function pointsFrom(search: string, newestFirst: readonly { readonly id: string }[]): Points | null {
  const params = new URLSearchParams(search);
  const known = (name: string) => newestFirst.find(({ id }) => id === params.get(name))?.id;
  const newest = newestFirst[0]?.id;
  if (newest === undefined) return null;
  if (params.has('a') || params.has('b')) {
    const oldest = newestFirst.at(-1)?.id ?? newest;
    return { mode: 'compare', a: known('a') ?? oldest, b: known('b') ?? newest };
  }
  return { mode: 'state', at: known('at') ?? newest };
}

/** The search part of its address, without the question mark. */
export function pointsToSearch(points: Points): string {
  const { mode, ...named } = points;
  return new URLSearchParams(named).toString();
}

/** Switches between one point and two: what was looked at stays in sight. */
export function withMode(points: Points, mode: Points['mode'], newestFirst: readonly { readonly id: string }[]): Points {
  if (points.mode === mode) return points;
  if (points.mode === 'compare') return { mode: 'state', at: points.b };
  const index = newestFirst.findIndex(({ id }) => id === points.at);
  const before = newestFirst[index + 1]?.id;
  // Of the first entry there is none before: it is compared with the newest.
  return before === undefined ? { mode: 'compare', a: points.at, b: newestFirst[0]?.id ?? points.at } : { mode: 'compare', a: before, b: points.at };
}
