import type { PoolClient } from 'pg';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import type { NormalFilter } from '@audit-log/shared/filter';
import { Lane } from '../database/lane.js';
import type { Database } from '../database/pool.js';
import { boundOf, organizationOf, sharedTimes, type Log, type LogPart } from '../entry/log.js';
import { ProductError } from '../errors.js';
import { soundFilter, type AuditQuery } from '../query/audit-query.js';
import { holds, MOST_OPTIONS, type FilterField, type FilterOption } from '../query/options.js';
import { readPage, type PageArguments } from '../query/page.js';
import { selectionWithin, selectsNothing, type Facets, type Selection } from '../query/selection.js';
import { USUAL_BOUND } from '../query/statement.js';
import { exactly, sum, type Count } from './count.js';
import { buckets, bucketWidth, DAY, isEmpty, textOf, type Span } from './span.js';
import type { Facet, Grouping } from './statement.js';
import { tally, USUAL_LONGEST, USUAL_LOOK, type Group, type Tally } from './tally.js';

export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly count: Count;
  readonly actions: readonly { readonly action: string; readonly count: Count }[];
}

export interface FacetCount {
  readonly option: FilterOption;
  readonly count: Count;
}

export interface FacetCounts {
  readonly eventTypes: readonly FacetCount[];
  readonly actions: readonly FacetCount[];
  readonly users: readonly FacetCount[];
  readonly projects: readonly FacetCount[];
}

export const MOST_BUCKETS = 200;
/** A count looks at more than a page does: one of an organization at once, and few in all, so that pages pass beside them. */
const LIMITS = { most: 2, mostOfOne: 1, longest: 100, patience: 60_000 };

const EXTENT = `
  SELECT audit.iso(least(min(day)::timestamp AT TIME ZONE 'UTC', now())) AS first,
    audit.iso(greatest((max(day) + 1)::timestamp AT TIME ZONE 'UTC', now())) AS last
  FROM audit.rollup WHERE organization = $1`;

const NAMES: Record<'actor' | 'project', string> = {
  actor: `SELECT key, id AS value, name, kind FROM audit.actor WHERE organization = $1 AND key = ANY ($2) AND ${holds('coalesce(name, id)', '$3')}`,
  project: `SELECT key, id AS value, name, NULL AS kind FROM audit.project WHERE organization = $1 AND key = ANY ($2) AND ${holds('name', '$3')}`,
};

const FACET_OF: Readonly<Record<FilterField, Facet>> = { EVENT_TYPE: 'event_type', ACTION: 'action', USER: 'actor', PROJECT: 'project' };
/** Of a page where only the time of its entry is wanted. */
const NOTHING_MORE = { sequences: false, sources: false, unsearched: false };

/** How many entries a filter lets through, in bounded time; each number says what it is worth. */
export class Counts {
  readonly #lane = new Lane(LIMITS);
  /** For parts of logs, whose readers are outside: however much they ask, an organization's own people do not wait for them. */
  readonly #laneOfParts = new Lane({ ...LIMITS, most: 1 });

  /**
   * @param look how many index entries a count looks at before it estimates
   * @param longest how long it looks through the index of content, as an interval of Postgres
   */
  constructor(
    private readonly database: Database,
    private readonly query: AuditQuery,
    private readonly look = USUAL_LOOK,
    private readonly longest = USUAL_LONGEST,
  ) {}

  /**
   * All of them. Here and below, `signal` cancels when whoever asked goes away.
   * @param exact counts to the end however long that takes, up to the time a statement may take; not of a part of a log
   * @throws ProductError BAD_USER_INPUT naming what is wrong with the filter, TOO_MANY_REQUESTS
   */
  async total(log: Log, filter: unknown, exact: boolean, signal?: AbortSignal): Promise<Count> {
    return this.#ask(log, filter, signal, async (client, selection, span) => {
      const { groups: [all], absent } = await this.#tally(client, log, selection, span, { facet: null, width: null }, exact && typeof log === 'number' ? null : this.look);
      return all?.count ?? absent;
    });
  }

  /**
   * By time and action, in buckets of one usual width (a second to weeks, UTC, weeks beginning on Monday), the narrowest by
   * which there are at most `most`; the outermost are cut to the filter's times, or to the log's where it has none.
   * @throws ProductError as `total`, and BAD_USER_INPUT for `most` out of its limits
   */
  async histogram(log: Log, filter: unknown, most: number, signal?: AbortSignal): Promise<Bucket[]> {
    atMost('buckets', most, MOST_BUCKETS);
    return this.#ask(log, filter, signal, async (client, selection, span) => {
      const whole = await this.#extent(client, log, filter, span);
      if (isEmpty(whole)) return [];
      const width = bucketWidth(whole, most);
      const { groups: found, absent } = await this.#tally(client, log, selection, span, { facet: 'action', width });
      const byStart = Map.groupBy(found, ({ bucket }) => bucket);
      await this.query.dimensions.load(client);
      return buckets(whole, width).map(({ start, from, to }) => {
        const groups = byStart.get(start) ?? [];
        const actions = groups.map(({ key, count }) => ({ action: this.query.dimensions.name('action', Number(key)), count })).toSorted(mostFirst);
        return { from, to, count: groups.length === 0 ? absent : sum(groups.map(({ count }) => count)), actions };
      });
    });
  }

  /**
   * Beside each option of a facet, how many entries there would be if it alone were chosen in that facet: the filter's own
   * condition on the facet is left out. The most frequent `first` of each.
   * @throws ProductError as `total`, and BAD_USER_INPUT for `first` out of its limits
   */
  async facets(log: Log, filter: unknown, first: number, signal?: AbortSignal): Promise<FacetCounts> {
    atMost('first', first, MOST_OPTIONS);
    const one = (facet: Facet, without: Partial<Facets>): Promise<FacetCount[]> =>
      this.#ask(log, filter, signal, async (client, selection, span) => {
        const groups = await this.#frequent(client, log, selection, span, facet);
        const frequent = groups.slice(0, first);
        const options = await this.#named(client, organizationOf(log), facet, frequent);
        return frequent.flatMap(({ key, count }) => {
          const option = options.get(key);
          return option ? [{ option, count }] : [];
        });
      }, without);
    return {
      eventTypes: await one('event_type', { eventTypes: null }),
      actions: await one('action', { actions: null }),
      users: await one('actor', { users: null }),
      projects: await one('project', { projects: null, withoutProject: false }),
    };
  }

  /**
   * What occurs in a part of a log as a value of a field, as far as a count looks, the most frequent of it by name: what occurs in
   * the whole log is asked of `AuditQuery`, which knows nothing of parts. `search` is part of the name in any case.
   * @throws ProductError as `facets`
   */
  async options(part: LogPart, field: FilterField, search: string, first: number, signal?: AbortSignal): Promise<FilterOption[]> {
    atMost('first', first, MOST_OPTIONS);
    const facet = FACET_OF[field];
    return this.#ask(part, {}, signal, async (client, selection, span) => {
      const frequent = await this.#frequent(client, part, selection, span, facet);
      const options = await this.#named(client, part.organization, facet, frequent, search.trim().replaceAll('\0', ''));
      return frequent.flatMap(({ key }) => options.get(key) ?? []).slice(0, first).toSorted(byName);
    });
  }

  /** The groups of a facet, the largest first. */
  async #frequent(client: PoolClient, log: Log, selection: Selection, span: Span, facet: Facet): Promise<Group[]> {
    const { groups } = await this.#tally(client, log, selection, span, { facet, width: null });
    return groups.toSorted((a, b) => mostFirst(a, b) || Number(a.key) - Number(b.key));
  }

  /**
   * Runs the work when the organization's turn comes, with what the filter means to the database.
   * @param without conditions of the filter that are left out; what bounds the log is not
   */
  async #ask<T>(
    log: Log,
    filter: unknown,
    signal: AbortSignal | undefined,
    work: (client: PoolClient, selection: Selection, span: Span) => Promise<T>,
    without: Partial<Facets> = {},
  ): Promise<T> {
    const sound: NormalFilter = soundFilter(filter);
    const organization = organizationOf(log);
    const { from = null, to = null } = sharedTimes(sound, boundOf(log));
    const inside = async (client: PoolClient): Promise<T> =>
      work(client, await selectionWithin(client, this.query.dimensions, log, sound, without), { from, to });
    const lane = typeof log === 'number' ? this.#lane : this.#laneOfParts;
    return lane.run(organization, () => this.database.withOrganization(organization, inside, signal), signal);
  }

  /** None of a list that holds nothing which ever occurred. */
  async #tally(client: PoolClient, log: Log, selection: Selection, span: Span, grouping: Grouping, most: number | null = this.look): Promise<Tally> {
    if (selectsNothing(selection)) return { groups: [], absent: exactly(0) };
    const organization = organizationOf(log);
    return tally(client, organization, selection, span, grouping, { most, longest: this.longest, frequency: () => this.query.frequencies.of(organization) });
  }

  async #extent(client: PoolClient, log: Log, filter: unknown, { from, to }: Span): Promise<{ from: string; to: string }> {
    if (from !== null && to !== null) return { from, to };
    if (typeof log !== 'number') return this.#extentOfPart(client, log, soundFilter(filter), { from, to });
    const { rows } = await client.query<{ first: string | null; last: string | null }>({ name: 'extent', text: EXTENT, values: [log] });
    const now = textOf(Math.ceil(Date.now() / 1000));
    return { from: from ?? rows[0]?.first ?? now, to: to ?? rows[0]?.last ?? now };
  }

  /** As of a whole log, in days of its own entries: when the log begins is not for who sees a part of it. */
  async #extentOfPart(client: PoolClient, part: LogPart, filter: NormalFilter, { from, to }: Span): Promise<{ from: string; to: string }> {
    const { cursors, dimensions } = this.query;
    const outermost = async (args: PageArguments): Promise<string | undefined> => {
      const { edges, searchedBackTo } = await readPage(client, dimensions, cursors, part, filter, args, NOTHING_MORE, USUAL_BOUND);
      return edges[0]?.node.time ?? searchedBackTo ?? undefined;
    };
    const now = new Date().toISOString();
    const dayOf = (time: string): number => Math.floor(Date.parse(time) / 1000 / DAY);
    const first = from ?? textOf(dayOf((await outermost({ last: 1 })) ?? now) * DAY);
    return { from: first, to: to ?? textOf((Math.max(dayOf((await outermost({ first: 1 })) ?? now), dayOf(now)) + 1) * DAY) };
  }

  /** @param search what the names must hold, in any case; '' lets all through */
  async #named(client: PoolClient, organization: number, facet: Facet, groups: readonly Group[], search = ''): Promise<Map<number | null, FilterOption>> {
    const keys = groups.flatMap(({ key }) => (key === null ? [] : [key]));
    if (facet === 'actor' || facet === 'project') {
      const { rows } = await client.query<FilterOption & { key: number; kind: ActorKind | null }>({ name: `names-${facet}`, text: NAMES[facet], values: [organization, keys, search] });
      const none: FilterOption = { value: null, name: null, kind: null };
      return new Map<number | null, FilterOption>([...(search === '' ? [[null, none] as const] : []), ...rows.map(({ key, value, name, kind }) => [key, { value, name, kind }] as const)]);
    }
    await this.query.dimensions.load(client);
    const dimension = facet === 'event_type' ? 'eventType' : 'action';
    const label = facet === 'event_type' ? eventTypeOf : actionOf;
    const sought = search.toLowerCase();
    return new Map(keys.flatMap((key) => {
      const value = this.query.dimensions.name(dimension, key);
      const option: FilterOption = { value, name: label(value).label, kind: null };
      return `${value}\n${option.name}`.toLowerCase().includes(sought) ? [[key, option] as const] : [];
    }));
  }
}

/** What belongs to no project stands first. */
function byName(a: FilterOption, b: FilterOption): number {
  const text = ({ value, name }: FilterOption): string => (name ?? value ?? '').toLowerCase();
  return text(a).localeCompare(text(b), 'en') || (a.value ?? '').localeCompare(b.value ?? '', 'en');
}

function mostFirst(a: { count: Count }, b: { count: Count }): number {
  return b.count.value - a.count.value;
}

function atMost(argument: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new ProductError('BAD_USER_INPUT', `\`${argument}\` must be from 1 to ${most}, not ${value}.`);
}
