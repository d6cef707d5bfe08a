import { searchableOf } from '@audit-log/server/search/searchable';
import type { RecordedChange } from '@audit-log/shared/entry';
import { COLUMNS } from './entries.js';

/** What a line of `searchLines` holds, for COPY. */
export const SEARCH_COLUMNS = 'organization, occurred_at, id, words, long_values, ip';

const PLACES = new Map(COLUMNS.split(', ').map((name, place) => [name, place]));

/** Of each line of entries what searches look at, in COPY's text format: the product's own, and the windows of time. */
export function* searchLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) {
    const cells = line.trimEnd().split('\t');
    const cell = (name: string): string => cells[PLACES.get(name) ?? -1] ?? '';
    const { time, id, words, longValues, ip } = searchableOf({
      id: cell('id'),
      occurred_at: cell('occurred_at'),
      entity_name: cell('entity_name'),
      changes: JSON.parse(cell('changes')) as RecordedChange[],
      ip: (JSON.parse(cell('source')) as { ip: string }).ip,
      event_type: Number(cell('event_type')),
      action: Number(cell('action')),
      project: cell('project') === '\\N' ? null : Number(cell('project')),
      actor: Number(cell('actor')),
    });
    yield `${cell('organization')}\t${time}\t${id}\t${words} ${windows(Number(cell('organization')), time)}\t${longValues}\t${ip ?? '\\N'}\n`;
  }
}

/** As `audit.search_windows` makes them: COPY takes values, and no functions. */
function windows(organization: number, time: string): string {
  const second = BigInt(Date.parse(`${time.slice(0, 19)}Z`) / 1000);
  return [0n, 1n, 2n, 3n, 4n, 5n].map((level) => `' ${level}${organization.toString(16)}.${(second >> (8n + 3n * level)).toString(16)}'`).join(' ');
}
