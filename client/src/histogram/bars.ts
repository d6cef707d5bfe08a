import { actionOf, type Tone } from '@audit-log/shared/catalogue';
import { noneCounted, sumOf, withMore, type CountLike } from '../ui/count-text.js';

/** From below: what is most usual carries the rest. */
export const tones = ['update', 'create', 'access', 'delete', 'failed'] as const satisfies readonly Tone[];

/** A stretch of time with its entries; `from` inclusive, `to` exclusive, in the log's form. */
export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly count: CountLike;
  readonly actions: readonly { readonly action: string; readonly count: CountLike }[];
}

/** What was counted at one moment, and what has come since. */
export interface Counted {
  readonly total: CountLike;
  readonly buckets: readonly Bucket[];
  /** Entries before it are in the numbers; null where the view ends at a time of its own. */
  readonly until: string | null;
  /** So many have come since, and are in the numbers. */
  readonly since: number;
}

/** What is known of a new entry. */
export interface Arrival {
  readonly time: string;
  readonly action: string;
}

/** In milliseconds, of a whole bucket: the outermost may be cut. */
export function widthOf(buckets: readonly Pick<Bucket, 'from' | 'to'>[]): number {
  return Math.max(1, ...buckets.map(({ from, to }) => Date.parse(to) - Date.parse(from)));
}

/** Takes in what was just recorded, without asking for it. */
export function withArrivals(counted: Counted, arrivals: readonly Arrival[]): Counted {
  const { until } = counted;
  const fresh = arrivals.filter(({ time }) => until === null || time >= until);
  if (until === null || fresh.length === 0) return counted;
  const buckets = fresh.reduce<readonly Bucket[]>(withArrival, counted.buckets);
  return { total: withMore(counted.total, fresh.length), buckets, until, since: counted.since + fresh.length };
}

function withArrival(buckets: readonly Bucket[], { time, action }: Arrival): readonly Bucket[] {
  const last = buckets.at(-1);
  if (last === undefined) return buckets;
  const width = widthOf(buckets);
  const grown = [...buckets];
  // The last bucket ends where counting did: it goes on to its full width, and others follow it.
  for (let bucket = last; bucket.to <= time && grown.length < 400; ) {
    const full = timeOf(Date.parse(bucket.from) + width);
    if (bucket.to < full) {
      bucket = { ...bucket, to: full };
      grown[grown.length - 1] = bucket;
    } else {
      bucket = { from: full, to: timeOf(Date.parse(full) + width), count: noneCounted, actions: [] };
      grown.push(bucket);
    }
  }
  const at = grown.findLastIndex(({ from }) => from <= time);
  const into = grown[at];
  if (into === undefined) return buckets;
  const one = into.actions.find((counted) => counted.action === action)?.count ?? noneCounted;
  const others = into.actions.filter((counted) => counted.action !== action);
  grown[at] = { ...into, count: withMore(into.count, 1), actions: [...others, { action, count: withMore(one, 1) }] };
  return grown;
}

export type ByTone = Readonly<Record<Tone, CountLike>>;

export function byTone(buckets: readonly Pick<Bucket, 'actions'>[]): ByTone {
  const of = (tone: Tone) =>
    sumOf(buckets.flatMap(({ actions }) => actions.filter(({ action }) => actionOf(action).tone === tone).map(({ count }) => count)));
  return { update: of('update'), create: of('create'), access: of('access'), delete: of('delete'), failed: of('failed') };
}

/** The actions of a tone that occur. */
export function actionsOf(buckets: readonly Pick<Bucket, 'actions'>[], tone: Tone): readonly string[] {
  const all = new Set(buckets.flatMap(({ actions }) => actions.map(({ action }) => action)));
  return [...all].filter((action) => actionOf(action).tone === tone).toSorted();
}

export interface Segment {
  readonly tone: Tone;
  /** From the ground, in pixels. */
  readonly bottom: number;
  readonly height: number;
}

const plainest = 0.9;
const keptHeight = 2;
/** So many deletes are worth a mark of their own however many other entries stand beside them. */
const fewDeletes = 3;

/** The parts of a bar, from the ground. What would be no pixel high is left out, but no failure and no real number of deletes. */
export function segmentsOf(bucket: Pick<Bucket, 'actions'>, scale: number, height: number): readonly Segment[] {
  const counts = byTone([bucket]);
  const segments: Segment[] = [];
  let bottom = 0;
  for (const tone of tones) {
    const { value } = counts[tone];
    const full = (value / scale) * height;
    const kept = (tone === 'failed' && value > 0) || (tone === 'delete' && value > fewDeletes);
    const size = full < keptHeight && kept ? keptHeight : full < plainest ? 0 : full;
    if (size === 0) continue;
    segments.push({ tone, bottom, height: size });
    bottom += size;
  }
  const most = tones.toSorted((a, b) => counts[b].value - counts[a].value)[0];
  // Something is not nothing: a line on the ground.
  if (segments.length === 0 && most !== undefined && counts[most].value > 0) segments.push({ tone: most, bottom: 0, height: 1 });
  return segments;
}

/** The number at the top of the scale: the first round one that no bar exceeds. */
export function scaleOf(buckets: readonly Pick<Bucket, 'count'>[]): number {
  const most = Math.max(1, ...buckets.map(({ count }) => count.value));
  const unit = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((times) => times * unit).find((round) => round >= most) ?? most;
}

function timeOf(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
