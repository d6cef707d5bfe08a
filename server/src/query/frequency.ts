import type { Database } from '../database/pool.js';
import { logger } from '../logger.js';
import type { Facets } from './selection.js';

/** The facets of which a filter can have a list. */
export type ListFacet = 'eventTypes' | 'actions' | 'users' | 'projects';

/** How often each value occurs in the log's sample. What is not in it occurs seldom or never. */
export class Frequency {
  readonly #counts: ReadonlyMap<string, number>;

  constructor(rows: readonly { facet: ListFacet; key: number | null; found: number }[]) {
    this.#counts = new Map(rows.map(({ facet, key, found }) => [`${facet} ${key}`, found]));
  }

  /** How many sampled entries a facet of the selection lets through. */
  of(facet: ListFacet, facets: Facets): number {
    const keys: (number | null)[] = [...(facets[facet] ?? [])];
    if (facet === 'projects' && facets.withoutProject) keys.push(null);
    return keys.reduce<number>((all, key) => all + (this.#counts.get(`${facet} ${key}`) ?? 0), 0);
  }
}

// Through the sample's index alone: 156,000 index entries at ten million in the log.
const SAMPLE = `
  SELECT CASE grouping(event_type, action, actor, project) WHEN 7 THEN 'eventTypes' WHEN 11 THEN 'actions' WHEN 13 THEN 'users' ELSE 'projects' END AS facet,
    coalesce(event_type, action, actor, project) AS key, count(*)::int AS found
  FROM (
    SELECT event_type, action, actor, project FROM audit.entry WHERE organization = $1 AND get_byte(uuid_send(id), 15) < 4 OFFSET 0
  ) sampled
  GROUP BY GROUPING SETS ((event_type), (action), (actor), (project))`;

/** How long what was read is good for, in milliseconds: it decides how fast a page comes, never what is on it. */
const GOOD_FOR = 10 * 60_000;
const MOST_ORGANIZATIONS = 1_000;

/** The frequencies of each organization that asks for them, read in the background: until they are there, nobody waits. */
export class Frequencies {
  readonly #known = new Map<number, { frequency: Frequency | undefined; until: number }>();
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** What is known now; asks for it where that is nothing, or old. */
  of(organization: number): Frequency | undefined {
    const known = this.#known.get(organization);
    if (known && known.until > performance.now()) return known.frequency;
    const entry = { frequency: known?.frequency, until: performance.now() + GOOD_FOR };
    this.#known.delete(organization);
    this.#known.set(organization, entry);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_ORGANIZATIONS && oldest !== undefined) this.#known.delete(oldest);
    // One after the other: each keeps a processor for tens of milliseconds.
    this.#reading = this.#reading.then(() => this.#read(organization, entry));
    return entry.frequency;
  }

  /** Resolves when everything that was asked for has been read. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  async #read(organization: number, entry: { frequency: Frequency | undefined; until: number }): Promise<void> {
    try {
      entry.frequency = await this.database.withOrganization(organization, async (client) => {
        const { rows } = await client.query<{ facet: ListFacet; key: number | null; found: number }>({ name: 'frequency', text: SAMPLE, values: [organization] });
        return new Frequency(rows);
      });
    } catch (error) {
      entry.until = 0;
      logger.debug({ error }, 'how often values occur could not be read: pages are answered without');
    }
  }
}
