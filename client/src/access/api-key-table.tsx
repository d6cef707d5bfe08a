import type { ApiKeyFieldsFragment } from '../gql/graphql.js';
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
    <div className={table.scroll}>
      <table className={`${table.table} ${table.stacked}`} aria-label="API keys" aria-busy={apiKeys === undefined}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Key</th>
            <th scope="col">Scopes</th>
            <th scope="col">Created by</th>
            <th scope="col">Created</th>
            <th scope="col">Expires</th>
            <th scope="col">Last used</th>
            {canWrite && (
              <th scope="col" className={table.actions}>
                <span className={table.hidden}>Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {apiKeys?.map((apiKey) => (
            <tr key={apiKey.id}>
              <Cells apiKey={apiKey} />
              {canWrite && (
                <td className={table.actions}>
                  <ApiKeyActions apiKey={apiKey} onChanged={onChanged} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cells({ apiKey }: { apiKey: ApiKeyFieldsFragment }) {
  const { name, prefix, scopes, createdBy, createdAt, expiresAt, lastUsedAt } = apiKey;
  const now = useNow(60_000);
  return (
    <>
      <td className={table.strong}>
        <IsolatedText text={name} />
      </td>
      <td className={styles.prefix} data-label="Key">{prefix}…</td>
      <td className={styles.scopes} data-label="Scopes" title={scopes.join(', ')}>
        {scopes.join(', ')}
      </td>
      <td className={table.soft} data-label="Created by">
        <IsolatedText text={createdBy === null ? '–' : (createdBy.name ?? createdBy.email)} />
      </td>
      <td className={table.soft} data-label="Created">
        <TimeText time={createdAt}>{ago(createdAt, now)}</TimeText>
      </td>
      <td className={table.soft} data-label="Expires">
        {expiresAt === null ? (
          'never'
        ) : (
          <TimeText time={expiresAt} className={isPressing(expiresAt, now) ? styles.pressing : undefined}>
            {expiry(expiresAt, now)}
          </TimeText>
        )}
      </td>
      <td className={table.soft} data-label="Last used">
        {lastUsedAt === null ? 'never' : <TimeText time={lastUsedAt}>{ago(lastUsedAt, now)}</TimeText>}
      </td>
    </>
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
