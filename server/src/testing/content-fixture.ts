import fc from 'fast-check';
import type { AuditEntry, RecordedChange } from '@audit-log/shared/entry';
import type { AuditLogExclusion, AuditLogFilter } from '@audit-log/shared/filter';
import { fill, filtersOf, plainly } from './log-fixture.js';
import type { TestDatabase } from './postgres.js';

/** An entry as it is shown, with its changes as they are recorded. */
export type RecordedEntry = AuditEntry & { readonly changes: readonly RecordedChange[] | null };

const oneOf = (values: readonly (string | null)[]): string =>
  `(ARRAY[${values.map((value) => (value === null ? 'NULL' : `'${value}'`)).join(', ')}]::text[])[1 + floor(random() * ${values.length})::int]`;

const NAMES = ['alpha', 'alpha beta', 'Beta, alpha!', 'usual alpha', 'usual', 'usual page', 'Alphabet', null];
const STATUS = ['{"field": "status", "old": "Draft", "new": "Active"}', '{"field": "status", "old": "Active", "new": "Outdated"}', '{"field": "status", "old": null, "new": "Draft"}', null];
const LABELS = [
  '{"field": "labels", "old": [], "new": ["smoke", "fast lane"]}',
  '{"field": "labels", "old": ["smoke"], "new": ["Fast-Lane"]}',
  '{"field": "labels", "old": ["a", "b"], "new": null}',
  '{"field": "steps", "old": null, "new": [{"action": "Open the page", "expected": "usual page"}]}',
  null,
];
/** A value that no index holds. */
export const LONG = 'usual words that are longer than forty characters, all of them';
const OTHERS = [
  '{"field": "owner", "ref": "user", "oldId": "u1", "newId": "u2"}',
  '{"field": "estimate", "old": 5, "new": 7.5}',
  `{"field": "body", "old": "usual words", "new": "${LONG}"}`,
  '{"field": "body", "redacted": true}',
  null,
];
const IPS = ['10.0.0.1', '10.0.1.77', '::ffff:10.0.0.1', '192.0.2.7', '2001:DB8::1', '2001:db8:0:1::9', 'unknown', null];

/** Of few words, so that searches find something; some entries are erased, some have no source. */
const CONTENT = `
    CASE WHEN r.e > 0.03 THEN ${oneOf(NAMES)} || CASE WHEN r.f > 0.97 THEN ' rare' ELSE '' END END,
    CASE WHEN r.e > 0.03 THEN jsonb_path_query_array(to_jsonb(ARRAY[(${oneOf(STATUS)})::jsonb, (${oneOf(LABELS)})::jsonb, (${oneOf(OTHERS)})::jsonb]), '$[*] ? (@ != null)') END,
    CASE WHEN r.e > 0.05 THEN jsonb_build_object('ip', ${oneOf(IPS)}, 'userAgent', NULL, 'via', 'api') END`;

export const fillWithContent = (entries: number): string => fill(entries, CONTENT);

/** Every entry of the first organization, newest first, past all filters. */
export async function recordedEntries({ owner }: TestDatabase, entries: readonly AuditEntry[]): Promise<RecordedEntry[]> {
  const { rows } = await owner.query<{ id: string; changes: readonly RecordedChange[] | null }>('SELECT id, changes FROM audit.entry WHERE organization = 1');
  const changes = new Map(rows.map((row) => [row.id, row.changes]));
  return entries.map((entry) => ({ ...entry, changes: changes.get(entry.id) ?? null }));
}

const TERMS = ['alpha', 'ALP*', 'beta', '"alpha beta"', '-beta', 'usual', '"usual page"', 'rare', 'never', 'fast-lane', '"fast la"*', '-usual', 'status', '7.5', '"draft active"', '-"usual words"', 'smo*'];
const NETWORKS = ['10.0.0.1', '10.0.0.0/24', '10.0.0.0/15', '0.0.0.0/0', '2001:db8::/48', '2001:db8::/40', '198.51.100.0/24'];
const DETAILS: NonNullable<AuditLogFilter['details']>[] = [
  { field: 'status' },
  { field: 'status', new: 'Active' },
  { field: 'status', old: '' },
  { field: 'status', old: 'Draft', new: 'Outdated' },
  { field: 'labels', new: 'smoke' },
  { field: 'labels', old: '' },
  { field: 'owner', new: 'u2' },
  { field: 'estimate', old: '5', new: '7.5' },
  { field: 'body', new: LONG },
  { field: 'body', new: '' },
  { field: 'steps', new: '' },
  { field: 'nothing' },
];

const rarely = <T>(arbitrary: fc.Arbitrary<T>, weight: number) => fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
const content = (weight: number) => ({
  search: rarely(fc.array(fc.constantFrom(...TERMS), { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' ')), weight),
  ips: rarely(fc.subarray(NETWORKS), weight / 2),
  details: rarely(fc.constantFrom(...DETAILS), weight / 2),
});

/** Any filter that looks at content, among others. */
export const contentFiltersOf = (times: readonly string[]): fc.Arbitrary<AuditLogFilter> =>
  fc
    .tuple(filtersOf(times), rarely(filtersOf(times), 4), fc.record(content(16)), fc.record(content(2)))
    .map(([, facets, include, exclude]) => ({ ...facets, ...include, exclude: { ...facets?.exclude, ...exclude } }));

/** What a filter means, said once more and as plainly as can be: not the code under test. */
export function plainlyWithContent(filter: AuditLogFilter, entry: RecordedEntry): boolean {
  return plainly(filter, entry) && !verdicts(filter, entry).includes(false) && !verdicts(filter.exclude ?? {}, entry).includes(true);
}

function verdicts({ search, ips, details }: AuditLogExclusion, entry: RecordedEntry): boolean[] {
  const found: boolean[] = [];
  if (search) found.push(search.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).every((term) => contains(entry, term)));
  // An exclusion of nothing excludes nothing, and no entry lies in none of the networks.
  if (ips) found.push(ips.some((network) => liesIn(network, entry.source?.ip ?? '')));
  if (details) found.push(hasDetails(entry, details));
  return found;
}

const plain = (text: string): string => ` ${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim()} `;

function contains({ entity, changes }: RecordedEntry, term: string): boolean {
  const texts = (value: unknown): string[] => (value === null || value === undefined ? [] : typeof value === 'object' ? Object.values(value).flatMap(texts) : [String(value)]);
  const all = [entity?.name, ...(changes ?? []).flatMap((change) => [change.field, ...texts(change.old), ...texts(change.new)])];
  const wanted = plain(term);
  return all.some((text) => plain(text ?? '').includes(term.endsWith('*') ? wanted.trimEnd() : wanted)) !== term.startsWith('-');
}

function liesIn(network: string, ip: string): boolean {
  const address = ip.replace('::ffff:', '').toLowerCase();
  if (network === '10.0.0.1') return address === network;
  if (network === '0.0.0.0/0') return address.includes('.');
  const beginnings: Record<string, string> = { '10.0.0.0/24': '10.0.0.', '10.0.0.0/15': '10.0.', '2001:db8::/48': '2001:db8:', '2001:db8::/40': '2001:db8:', '198.51.100.0/24': '198.51.100.' };
  return address.startsWith(beginnings[network] ?? '?');
}

function hasDetails({ changes }: RecordedEntry, wanted: NonNullable<AuditLogFilter['details']>): boolean {
  const ofField = (changes ?? []).filter(({ field }) => field === wanted.field);
  const has = (value: string, side: unknown, id: unknown): boolean => {
    if (id !== undefined) return value === id;
    if (Array.isArray(side)) return side.length === 0 ? value === '' : side.includes(value);
    return typeof side === 'object' && side !== null ? false : String(side ?? '') === value;
  };
  return ofField.some(
    (change) =>
      (wanted.old == null || (!change.redacted && has(wanted.old, change.old, change.oldId))) &&
      (wanted.new == null || (!change.redacted && has(wanted.new, change.new, change.newId))),
  );
}
