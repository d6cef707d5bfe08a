import { useQuery } from '@apollo/client/react';
import { eventTypeOf } from '@audit-log/shared/catalogue';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { PageFilter } from '@audit-log/shared/filter-url';
import type { SearchQuery } from '@audit-log/shared/search';
import { Button } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { AuditLogsDocument } from '../gql/graphql.js';
import { failureOf } from '../ui/failure.js';
import { Segmented } from '../ui/segmented.js';
import { timelineAddress } from '../ui/timeline-address.js';
import { aroundEntry } from './cells.js';
import { ContextRows } from './context-rows.js';
import type { Entry } from './entry-window.js';
import { Searched } from './found-text.js';
import { rangeAround } from './time-range.js';
import styles from './entry-context.module.css';

const spans = [
  { value: '30', label: '30 s' },
  { value: '300', label: '5 min' },
  { value: '3600', label: '1 h' },
] as const;

/** So many entries are shown on either side, and of an operation and a history. */
const beside = 5;
const most = 10;

interface EntryContextProps {
  entry: Entry;
  onOpen: (id: string) => void;
  onShow: (filter: PageFilter, entry?: Entry) => void;
}

/** What else happened: around the entry, in the same operation, and to the same thing. */
export function EntryContext({ entry, onOpen, onShow }: EntryContextProps) {
  const { entity, operationId } = entry;
  return (
    // These were not searched.
    <Searched value={none}>
      <Around entry={entry} onOpen={onOpen} onShow={onShow} />
      {operationId !== null && (
        <Related
          title="Same operation"
          filter={{ operationId, userIds: [entry.user.id] }}
          entry={entry}
          onOpen={onOpen}
          onShow={onShow}
        />
      )}
      {entity !== null && (
        <Related
          title={`History of this ${eventTypeOf(entry.eventType).label.toLowerCase()}`}
          filter={{ eventTypes: [entry.eventType], entityId: entity.id }}
          entry={entry}
          dated
          tool={
            <Button variant="subtle" component={Link} href={timelineAddress({ eventType: entry.eventType, entityId: entity.id })}>
              Open timeline
            </Button>
          }
          onOpen={onOpen}
          onShow={onShow}
        />
      )}
    </Searched>
  );
}

const none: SearchQuery = [];

function Around({ entry, onOpen, onShow }: EntryContextProps) {
  const [span, setSpan] = useState<(typeof spans)[number]['value']>('300');
  const length = Number(span) * 1000;
  const { from, to } = rangeAround(entry.time, length);
  // The nearest ones on either side: the last page of what came after, the first of what came before.
  const after = useEntriesOf({ from: entry.time, to: to ?? null }, { last: beside + 1 });
  const before = useEntriesOf({ from: from ?? null, to: entry.time }, { first: beside });
  const rows = useMemo(() => {
    const all = [...(after.entries ?? []), ...(before.entries ?? [])];
    // What happened in the same microsecond fills its side: the entry itself is there all the same.
    return all.some(({ id }) => id === entry.id) ? all : [...(after.entries ?? []), entry, ...(before.entries ?? [])];
  }, [after.entries, before.entries, entry]);
  const more = after.more || before.more;
  return (
    <Section
      title="Around this"
      tool={<Segmented label="How long before and after" value={span} options={spans} onChange={setSpan} />}
      failure={after.failure ?? before.failure}
    >
      <ContextRows rows={after.entries === null || before.entries === null ? null : rows} entry={entry} onOpen={onOpen} />
      <Button variant="subtle" className={styles.more} onClick={() => onShow(aroundEntry(entry, length), entry)}>
        {more ? 'Show all of them in the list' : 'Show in the list'}
      </Button>
    </Section>
  );
}

interface RelatedProps extends EntryContextProps {
  title: string;
  filter: AuditLogFilter;
  /** Tells the day of each, instead of how long before or after. */
  dated?: boolean;
  tool?: ReactNode;
}

function Related({ title, filter, entry, dated = false, tool, onOpen, onShow }: RelatedProps) {
  const { entries, more, failure } = useEntriesOf(filter, { first: most });
  const alone = entries !== null && entries.length <= 1;
  const count = entries === null ? '' : alone ? 'only this entry' : more ? `the latest ${most}` : `${entries.length} entries`;
  return (
    <Section title={title} count={count} tool={tool} failure={failure}>
      {!alone && <ContextRows rows={entries} entry={entry} dated={dated} onOpen={onOpen} />}
      {!alone && (
        <Button variant="subtle" className={styles.more} onClick={() => onShow(filter, entry)}>
          {more ? 'Show all of them in the list' : 'Show in the list'}
        </Button>
      )}
    </Section>
  );
}

interface SectionProps {
  title: string;
  count?: string;
  tool?: ReactNode;
  failure: string | null;
  children: ReactNode;
}

function Section({ title, count = '', tool, failure, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.count}>{count}</span>
        {tool}
      </div>
      {failure === null ? children : <p className={styles.failure}>These entries did not load. {failure}</p>}
    </section>
  );
}

/** One page of what a filter lets through; null until it has come. */
function useEntriesOf(filter: AuditLogFilter, page: { first?: number; last?: number }) {
  const { data, error } = useQuery(AuditLogsDocument, { variables: { filter, ...page }, fetchPolicy: 'no-cache' });
  const list = data?.auditLogs;
  return {
    entries: useMemo(() => list?.edges.map(({ node }) => node) ?? null, [list]),
    more: list !== undefined && (page.last === undefined ? list.pageInfo.hasNextPage : list.pageInfo.hasPreviousPage),
    failure: error === undefined ? null : failureOf(error).message,
  };
}
