import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { normalizeFilter, type AuditLogFilter } from '@audit-log/shared/filter';
import { matches } from '@audit-log/shared/filter-match';
import { Capture } from '../capture/acting.js';
import { Counts } from '../counts/counts.js';
import { Database } from '../database/pool.js';
import { Exporter } from '../export/exporter.js';
import { logger } from '../logger.js';
import { AuditQuery } from '../query/audit-query.js';
import { looksAtContent } from '../query/content.js';
import type { Page, PageArguments } from '../query/page.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { Tail } from '../tail/tail.js';
import { contentFiltersOf, fillWithContent, plainlyWithContent, recordedEntries, type RecordedEntry } from '../testing/content-fixture.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { PATIENCE, untilSearchable } from '../testing/waiting.js';
import { Indexer } from './indexer.js';

const ENTRIES = 400;

async function walk(ask: (args: PageArguments) => Promise<Page>, size: number, forwards: boolean): Promise<string[]> {
  const found: string[] = [];
  for (let place: string | null = null; ;) {
    const page: Page = await ask(forwards ? { first: size, after: place } : { last: size, before: place });
    const ids = page.edges.map(({ node }) => node.id);
    expect(ids.length).toBeLessThanOrEqual(size);
    if (forwards) found.push(...ids);
    else found.unshift(...ids);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(forwards ? hasNextPage : hasPreviousPage)) return found;
    const next = forwards ? endCursor : startCursor;
    expect(next).not.toBeNull();
    expect(next).not.toBe(place);
    place = next;
  }
}

const idsOf = (entries: readonly AuditEntry[]): string[] => entries.map(({ id }) => id);

describe.each(postgresVersions)('filters of content on Postgres %i', (version) => {
  const resources = new AsyncDisposableStack();
  let db: TestDatabase;
  let query: AuditQuery;
  let tail: Tail;
  let all: RecordedEntry[];
  let filters: fc.Arbitrary<AuditLogFilter>;

  beforeAll(async () => {
    db = resources.use(await createTestDatabase({ version }));
    await db.owner.query(fillWithContent(ENTRIES));
    resources.use(new Sequencer({ url: db.appUrl, logger }));
    // Several, and small batches: whoever works, each entry is written once.
    for (let i = 0; i < 3; i += 1) resources.use(new Indexer({ url: db.appUrl, logger, batch: 40 }));
    await untilSearchable(db);
    query = await AuditQuery.open(db.database);
    tail = resources.use(new Tail({ database: db.database, query, url: db.appUrl, logger, heartbeat: 200 }));
    const entries: AuditEntry[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = await query.page(1, {}, { first: 200, after });
      entries.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    all = await recordedEntries(db, entries);
    expect(all).toHaveLength(ENTRIES);
    filters = contentFiltersOf(all.filter((_, i) => i % 37 === 0).map(({ time }) => time));
  });
  afterAll(() => resources.disposeAsync());

  test('any filter, any page size, forwards and backwards, however tight the bound of work: what a plain predicate gives, in order', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(10_000, 60, 9, 2), fc.constantFrom(7, 50, 200), async (filter, rows, size) => {
        const tight = await AuditQuery.open(db.database, { keys: rows, rows, leastOfStream: 3, windows: rows < 60 ? 1 : 200, ...(rows === 9 ? { longest: '0' } : { longest: '1 minute' }) });
        const expected = idsOf(all.filter((entry) => plainlyWithContent(filter, entry)));
        expect(idsOf(all.filter((entry) => matches(filter, entry)))).toEqual(expected);
        expect(await walk((args) => tight.page(1, filter, args), size, true)).toEqual(expected);
        expect(await walk((args) => tight.page(1, filter, args), size, false)).toEqual(expected);
        if (expected.length > 0 && expected.length < ENTRIES) found += 1;
      }),
      { numRuns: 40 },
    );
    expect(found).toBeGreaterThan(5);
  });

  test('a count is the number of what a page finds', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const truth = all.filter((entry) => plainlyWithContent(filter, entry)).length;
        const counts = new Counts(db.database, query, 20_000, '1 minute');
        expect(await counts.total(1, filter, false)).toEqual({ value: truth, accuracy: 'EXACT', error: null });
        const buckets = await counts.histogram(1, filter, 30);
        for (const { from, to, count } of buckets) {
          const within = all.filter((entry) => entry.time >= from && entry.time < to && plainlyWithContent(filter, entry));
          expect(count).toEqual({ value: within.length, accuracy: 'EXACT', error: null });
        }
        const { users: counted } = await counts.facets(1, filter, 50);
        for (const { option, count } of counted) {
          const theirs = { ...filter, userIds: [option.value ?? ''], exclude: { ...filter.exclude, userIds: undefined } };
          expect(count).toEqual({ value: all.filter((entry) => plainlyWithContent(theirs, entry)).length, accuracy: 'EXACT', error: null });
        }
        expect(await new Counts(db.database, query, 9).total(1, filter, true)).toEqual({ value: truth, accuracy: 'EXACT', error: null });
        const looked = await new Counts(db.database, query, 9).total(1, filter, false);
        // No sample knows of content.
        if (!looksAtContent(normalizeFilter(filter))) return;
        expect(looked.accuracy).not.toBe('ESTIMATE');
        if (looked.accuracy === 'EXACT') expect(looked.value).toBe(truth);
        else expect(looked.value).toBeLessThanOrEqual(truth);
      }),
      { numRuns: 25 },
    );
  });

  test('the tail lets through what a page finds', async () => {
    const beginning = query.cursors.tail(1, { sequence: 0, leaf: Buffer.alloc(8) });
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const over = new AbortController();
        const found: string[] = [];
        for await (const { edges, caughtUp } of tail.watch(1, filter, beginning, over.signal)) {
          found.push(...edges.map(({ node }) => node.id));
          if (caughtUp) over.abort();
        }
        expect(found.toSorted()).toEqual(idsOf(all.filter((entry) => plainlyWithContent(filter, entry))).toSorted());
      }),
      { numRuns: 10 },
    );
  });

  test('an export has what a page finds', async () => {
    const exporter = new Exporter(query, new Capture(db.database.dataSource, () => undefined), db.appUrl);
    const actor = { organization: 1, kind: 'USER', id: 'u1', name: null } as const;
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const request = { format: 'ndjson', filter: normalizeFilter(filter), after: 0, through: ENTRIES } as const;
        const { writeTo } = await exporter.begin(actor, request, { source: { ip: null, userAgent: null, via: 'api' } });
        const out = new PassThrough();
        const [written] = await Promise.all([text(out), writeTo(out, new AbortController().signal).finally(() => out.end())]);
        const found = written.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as AuditEntry).id);
        expect(found.toSorted()).toEqual(idsOf(all.filter((entry) => plainlyWithContent(filter, entry))).toSorted());
      }),
      { numRuns: 15 },
    );
    await untilSearchable(db);
    const beyond = exporter.begin(actor, { format: 'csv', filter: { search: 'alpha' }, after: 0, through: 100_000 }, { source: { ip: null, userAgent: null, via: 'api' } });
    await expect(beyond).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('The log ends at #') });
  });

  test('a page and the tail from its tailCursor find everything once, whenever the page was read', async () => {
    const filter = { search: 'arrival -beta', exclude: { search: 'gamma' } };
    const words = ['arrival', 'arrival beta', 'gamma arrival', 'Arrival!', 'another'];
    const write = async (n: number): Promise<void> => {
      await db.owner.query(
        `WITH made AS (
          INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, entity_id, entity_name, changes, source)
          SELECT 1, audit.uuid_v7(clock_timestamp()), clock_timestamp(), t.key, a.key, w.key, 'late', $1, '[]', NULL
          FROM audit.event_type t, audit.action a, audit.actor w WHERE t.name = 'TYPE_A' AND a.name = 'create' AND w.organization = 1 AND w.id = 'u1'
          RETURNING organization, occurred_at, id
        ) INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`,
        [words[n % words.length]],
      );
    };
    const writers = (async () => {
      for (let n = 0; n < 100; n += 1) {
        await write(n);
        // Whatever an indexer was at is done whole by another, or by itself when it is back.
        if (n % 30 === 10) await db.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'audit-log indexer' AND datname = current_database()`);
      }
    })();
    const readers = Array.from({ length: 5 }, async (_, r) => {
      await expect.poll(async () => Number((await db.owner.query(`SELECT count(*) FROM audit.entry WHERE entity_id = 'late'`)).rows[0].count), { ...PATIENCE, interval: 5 }).toBeGreaterThan(r * 18);
      let tailCursor = '';
      const got = await walk(async (args) => {
        const page = await query.page(1, filter, args);
        tailCursor ||= page.tailCursor;
        return page;
      }, 200, true);
      const over = new AbortController();
      for await (const { edges } of tail.watch(1, filter, tailCursor, over.signal)) {
        got.push(...edges.map(({ node }) => node.id));
        if (got.length >= 40) over.abort();
      }
      return got;
    });
    await writers;
    await untilSearchable(db);
    const { rows } = await db.owner.query<{ id: string }>(`SELECT id FROM audit.entry WHERE entity_id = 'late' AND entity_name ILIKE 'arrival%' AND entity_name NOT LIKE '%beta%' ORDER BY id`);
    expect(rows).toHaveLength(40);
    for (const got of await Promise.all(readers)) expect(got.toSorted()).toEqual(rows.map(({ id }) => id));
    // A hundred within a second: more than the narrowest window may hold, where the bound is tight.
    for (const bound of [1_500, 60, 9, 2]) {
      const tight = await AuditQuery.open(db.database, { keys: bound, rows: bound, leastOfStream: 3, windows: 2 });
      for (const forwards of [true, false]) {
        expect((await walk((args) => tight.page(1, filter, args), 7, forwards)).toSorted()).toEqual(rows.map(({ id }) => id));
      }
    }
  });

  test('nothing of another organization is found, and nobody but the indexer writes what is searched', async () => {
    const theirs = await walk((args) => query.page(2, { search: 'alpha' }, args), 200, true);
    expect(theirs.length).toBeGreaterThan(0);
    expect(await walk((args) => query.page(1, { search: 'alpha' }, args), 200, true)).not.toEqual(expect.arrayContaining(theirs.slice(0, 1)));
    const seen = await db.database.withOrganization(1, async (client) => (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM audit.search WHERE organization = 2')).rows[0]?.n);
    expect(seen).toBe(0);
    for (const statement of ['UPDATE audit.search SET ip = NULL', 'DELETE FROM audit.search', 'UPDATE audit.search_mark SET seq = 0', `SELECT audit.forget_words()`]) {
      await expect(db.database.withOrganization(1, (client) => client.query(statement))).rejects.toThrow('permission denied');
    }
    await expect(db.database.withOrganization(1, (client) => client.query(`SELECT audit.make_searchable(1, 0, 1, '{}', '{}', '{}', '{}', '{}')`))).rejects.toThrow('the mark of organization 1 is not at 0');
  });

  test('an entry that Postgres will not take is passed over, found by nothing, and keeps none behind it from being found', async () => {
    await db.owner.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'program_limit_exceeded'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit.search FOR EACH ROW WHEN (NEW.words @@ 'poison') EXECUTE FUNCTION refuse()`);
    const filter = { search: 'harmless' };
    await db.owner.query(
      `WITH made AS (
        INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, entity_id, entity_name, changes, source)
        SELECT 1, audit.uuid_v7(clock_timestamp()), clock_timestamp(), t.key, a.key, w.key, 'last', n.name, '[]', NULL
        FROM audit.event_type t, audit.action a, audit.actor w, unnest('{harmless before,harmless poison,harmless after}'::text[]) n(name)
        WHERE t.name = 'TYPE_A' AND a.name = 'create' AND w.organization = 1 AND w.id = 'u1' RETURNING organization, occurred_at, id
      ) INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`);
    await untilSearchable(db);
    const found = await query.page(1, filter, { first: 50 });
    expect(found.edges.map(({ node }) => node.entity?.name).toSorted()).toEqual(['harmless after', 'harmless before']);
    await db.owner.query('DROP TRIGGER refuse ON audit.search');
  });

  test('who erases an entry erases its words, its facts and its address', async () => {
    const entry = all.find((one) => matches({ search: 'alpha', ips: ['0.0.0.0/0'], details: { field: 'status' } }, one));
    const filter = { search: 'alpha', from: entry?.time ?? '' };
    const found = async (): Promise<boolean> => (await walk((args) => query.page(1, filter, args), 200, true)).includes(entry?.id ?? '');
    expect(await found()).toBe(true);
    await db.owner.query('ALTER TABLE audit.entry DISABLE TRIGGER append_only');
    await db.owner.query(`UPDATE audit.entry SET entity_name = NULL, changes = NULL, source = NULL, details_salt = NULL, source_salt = NULL WHERE organization = 1 AND id = $1`, [entry?.id]);
    await db.owner.query('ALTER TABLE audit.entry ENABLE TRIGGER append_only');
    expect(await found()).toBe(false);
    const { rows } = await db.owner.query(`SELECT words::text, long_values, ip FROM audit.search WHERE organization = 1 AND id = $1`, [entry?.id]);
    expect(rows).toEqual([{ words: '', long_values: [], ip: null }]);
  });

  test('no page or count reads the searched table through: words and facts come from the index of content, all else by key', async () => {
    await using single = await Database.open({ url: db.appUrl, maxConnections: 1 });
    const one = await AuditQuery.open(single);
    const scans = async (): Promise<{ through: number; content: number; key: number }> => {
      await single.pool.query('SELECT pg_stat_force_next_flush()');
      const { rows } = await db.owner.query<{ through: number; content: number; key: number }>(`
        SELECT (SELECT seq_scan::int FROM pg_stat_user_tables WHERE relid = 'audit.search'::regclass) AS through,
          (SELECT idx_scan::int FROM pg_stat_user_indexes WHERE indexrelid = 'audit.search_content'::regclass) AS content,
          (SELECT idx_scan::int FROM pg_stat_user_indexes WHERE indexrelid = 'audit.search_pkey'::regclass) AS key`);
      return rows[0]!;
    };
    await db.owner.query('VACUUM (ANALYZE) audit.search');
    await single.pool.query('SELECT 1');
    const byContent: AuditLogFilter[] = [{ search: 'alpha' }, { search: 'alp* -beta' }, { search: 'never' }, { ips: ['10.0.0.1'] }, { details: { field: 'status', new: 'Active' } }, { search: 'alpha beta', userIds: ['u1', 'u2'] }];
    const byKey: AuditLogFilter[] = [{ search: '-alpha' }, { search: 'a*' }, { exclude: { search: 'alpha' } }, { ips: ['0.0.0.0/0'] }, { search: 'alpha', entityId: 'e1' }];
    for (const [filters, index] of [[byContent, 'content'], [byKey, 'key']] as const) {
      for (const filter of filters) {
        const before = await scans();
        await one.page(1, filter, { first: 50 });
        await one.page(1, filter, { last: 50 });
        await new Counts(single, one).total(1, filter, false);
        const after = await scans();
        expect(after.through, JSON.stringify(filter)).toBe(before.through);
        expect(after[index], JSON.stringify(filter)).toBeGreaterThan(before[index]);
        if (index === 'key') expect(after.content, JSON.stringify(filter)).toBe(before.content);
      }
    }
  });

  test('what is wrong is named', async () => {
    const refused = async (filter: unknown, message: string): Promise<void> => {
      await expect(query.page(1, filter, {})).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message });
    };
    await refused({ search: 'say "foo' }, '`search` has a quotation mark (") that is not closed: close it, or leave it out.');
    await refused({ exclude: { search: '...' } }, '`exclude.search` has nothing to look for: give a word or a number.');
    await refused({ ips: ['10.0.0.1', 'localhost'] }, '`ips[1]` must be an IP address or a network, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.');
    await refused({ details: { field: '' } }, '`details.field` must not be empty.');
    expect(normalizeFilter({ search: 'b A "x  y"' }).search).toBe('"x y" a b');
  });
});
