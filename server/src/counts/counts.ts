import type { PoolClient } from 'pg';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import type { NormalFilter } from '@audit-log/shared/filter';
import { Lane } from '../database/lane.js';
import type { Database } from '../database/pool.js';
import { ProductError } from '../errors.js';
import { soundFilter, type AuditQuery } from '../query/audit-query.js';
import { MOST_OPTIONS, type FilterOption } from '../query/options.js';
import { selectionOf, selectsNothing, type Facets, type Selection } from '../query/selection.js';
import { exactly, sum, type Count } from './count.js';
import { buckets, bucketWidth, isEmpty, textOf, type Span } from './span.js';
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
  actor: 'SELECT key, id AS value, name, kind FROM audit.actor WHERE organization = $1 AND key = ANY ($2)',
  project: 'SELECT key, id AS value, name, NULL AS kind FROM audit.project WHERE organization = $1 AND key = ANY ($2)',
};

/** How many entries a filter lets through, in bounded time; each number says what it is worth. */
export class Counts {
  readonly #lane = new Lane(LIMITS);

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
   * @param exact counts to the end however long that takes, up to the time a statement may take
   * @throws ProductError BAD_USER_INPUT naming what is wrong with the filter, TOO_MANY_REQUESTS
   */
  async total(organization: number, filter: unknown, exact: boolean, signal?: AbortSignal): Promise<Count> {
    return this.#ask(organization, filter, signal, async (client, selection, span) => {
      const { groups: [all], absent } = await this.#tally(client, organization, selection, span, { facet: null, width: null }, exact ? null : this.look);
      return all?.count ?? absent;
    });
  }

  /**
   * By time and action, in buckets of one usual width (a second to weeks, UTC, weeks beginning on Monday), the narrowest by
   * which there are at most `most`; the outermost are cut to the filter's times, or to the log's where it has none.
   * @throws ProductError as `total`, and BAD_USER_INPUT for `most` out of its limits
   */
  async histogram(organization: number, filter: unknown, most: number, signal?: AbortSignal): Promise<Bucket[]> {
    atMost('buckets', most, MOST_BUCKETS);
    return this.#ask(organization, filter, signal, async (client, selection, span) => {
      const whole = await this.#extent(client, organization, span);
      if (isEmpty(whole)) return [];
      const width = bucketWidth(whole, most);
      const { groups: found, absent } = await this.#tally(client, organization, selection, span, { facet: 'action', width });
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
  async facets(organization: number, filter: unknown, first: number, signal?: AbortSignal): Promise<FacetCounts> {
    atMost('first', first, MOST_OPTIONS);
    const one = (facet: Facet, without: Partial<Facets>): Promise<FacetCount[]> =>
      this.#ask(organization, filter, signal, async (client, { include, exclude }, span) => {
        const selection = { include: { ...include, ...without }, exclude: { ...exclude, ...without } };
        const grouping: Grouping = { facet, width: null };
        const { groups } = await this.#tally(client, organization, selection, span, grouping);
        const frequent = groups.toSorted((a, b) => mostFirst(a, b) || Number(a.key) - Number(b.key)).slice(0, first);
        const options = await this.#named(client, organization, facet, frequent);
        return frequent.flatMap(({ key, count }) => {
          const option = options.get(key);
          return option ? [{ option, count }] : [];
        });
      });
    return {
      eventTypes: await one('event_type', { eventTypes: null }),
      actions: await one('action', { actions: null }),
      users: await one('actor', { users: null }),
      projects: await one('project', { projects: null, withoutProject: false }),
    };
  }

  /** Runs the work when the organization's turn comes, with what the filter means to the database. */
  async #ask<T>(
    organization: number,
    filter: unknown,
    signal: AbortSignal | undefined,
    work: (client: PoolClient, selection: Selection, span: Span) => Promise<T>,
  ): Promise<T> {
    const sound: NormalFilter = soundFilter(filter);
    const span = { from: sound.from ?? null, to: sound.to ?? null };
    const inside = async (client: PoolClient): Promise<T> => work(client, await selectionOf(client, this.query.dimensions, organization, sound), span);
    return this.#lane.run(organization, () => this.database.withOrganization(organization, inside, signal), signal);
  }

  /** None of a list that holds nothing which ever occurred. */
  async #tally(client: PoolClient, organization: number, selection: Selection, span: Span, grouping: Grouping, most: number | null = this.look): Promise<Tally> {
    if (selectsNothing(selection)) return { groups: [], absent: exactly(0) };
    return tally(client, organization, selection, span, grouping, { most, longest: this.longest, frequency: this.query.frequencies.of(organization) });
  }

  async #extent(client: PoolClient, organization: number, { from, to }: Span): Promise<{ from: string; to: string }> {
    if (from !== null && to !== null) return { from, to };
    const { rows } = await client.query<{ first: string | null; last: string | null }>({ name: 'extent', text: EXTENT, values: [organization] });
    const now = textOf(Math.ceil(Date.now() / 1000));
    return { from: from ?? rows[0]?.first ?? now, to: to ?? rows[0]?.last ?? now };
  }

  async #named(client: PoolClient, organization: number, facet: Facet, groups: readonly Group[]): Promise<Map<number | null, FilterOption>> {
    const keys = groups.flatMap(({ key }) => (key === null ? [] : [key]));
    if (facet === 'actor' || facet === 'project') {
      const { rows } = await client.query<FilterOption & { key: number; kind: ActorKind | null }>({ name: `names-${facet}`, text: NAMES[facet], values: [organization, keys] });
      const none: FilterOption = { value: null, name: null, kind: null };
      return new Map<number | null, FilterOption>([[null, none], ...rows.map(({ key, value, name, kind }) => [key, { value, name, kind }] as const)]);
    }
    await this.query.dimensions.load(client);
    const dimension = facet === 'event_type' ? 'eventType' : 'action';
    const label = facet === 'event_type' ? eventTypeOf : actionOf;
    return new Map(keys.map((key) => {
      const value = this.query.dimensions.name(dimension, key);
      return [key, { value, name: label(value).label, kind: null }];
    }));
  }
}

function mostFirst(a: { count: Count }, b: { count: Count }): number {
  return b.count.value - a.count.value;
}

function atMost(argument: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new ProductError('BAD_USER_INPUT', `\`${argument}\` must be from 1 to ${most}, not ${value}.`);
}
