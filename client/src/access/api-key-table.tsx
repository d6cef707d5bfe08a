import type { ApiKeyFieldsFragment } from '../gql/graphql.js';
import { Ago } from '../ui/ago.js';
import { RecordTable, type Column } from '../ui/record-table.js';
import table from '../ui/table.module.css';
import { ago, date } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ApiKeyActions } from './api-key-actions.js';
import { daysLeft, hasExpired } from './key-expiry.js';
import styles from './api-key-table.module.css';

interface ApiKeyTableProps {
  apiKeys: readonly ApiKeyFieldsFragment[] | undefined;
  canWrite: boolean;
  onChanged: () => void;
}

export function ApiKeyTable({ apiKeys, canWrite, onChanged }: ApiKeyTableProps) {
  return (
    <RecordTable
      label="API keys"
      rows={apiKeys}
      columns={columns}
      renderActions={canWrite ? (apiKey) => <ApiKeyActions apiKey={apiKey} onChanged={onChanged} /> : null}
    />
  );
}

const columns: readonly Column<ApiKeyFieldsFragment>[] = [
  { head: 'Name', share: 22, className: table.strong, cell: ({ name }) => <IsolatedText text={name} /> },
  { head: 'Key', className: styles.prefix, cell: ({ prefix }) => `${prefix}…` },
  {
    head: 'Scopes',
    share: 30,
    className: styles.scopes,
    cell: ({ scopes }) => <span title={scopes.join(', ')}>{scopes.join(', ')}</span>,
  },
  {
    head: 'Created by',
    share: 13,
    className: table.soft,
    cell: ({ createdBy }) => <IsolatedText text={createdBy === null ? '–' : (createdBy.name ?? createdBy.email)} />,
  },
  { head: 'Created', className: table.soft, cell: ({ createdAt }) => <Ago time={createdAt} /> },
  {
    head: 'Expires',
    className: table.soft,
    cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Expiry expiresAt={expiresAt} />),
  },
  {
    head: 'Last used',
    className: table.soft,
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Ago time={lastUsedAt} />),
  },
];

function Expiry({ expiresAt }: { expiresAt: string }) {
  const now = useNow(60_000);
  return (
    <TimeText time={expiresAt} className={isPressing(expiresAt, now) ? styles.pressing : undefined}>
      {expiry(expiresAt, now)}
    </TimeText>
  );
}

function isPressing(expiresAt: string, now: number): boolean {
  return hasExpired(expiresAt, now) || daysLeft(expiresAt, now) !== null;
}

function expiry(expiresAt: string, now: number): string {
  if (hasExpired(expiresAt, now)) return `expired ${ago(expiresAt, now)}`;
  const days = daysLeft(expiresAt, now);
  if (days === null) return date(expiresAt);
  return days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
}
