import { useQuery } from '@apollo/client/react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { TestCasesDocument, type TestCasesQuery } from '../gql/graphql.js';
import { EmptyState } from '../ui/empty-state.js';
import { LoadFailed } from '../ui/load-failed.js';
import table from '../ui/table.module.css';
import { ago } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useFresh } from '../ui/use-fresh.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { testCases } from './counts.js';
import { priorityLabels, statusLabels } from './test-case-labels.js';
import styles from './test-case-list.module.css';

const pageSize = 100;

interface TestCaseListProps {
  projectId: string;
  folderId: string | null;
  /** The key of the test case that is opened. */
  opened: string | null;
  /** Another number loads the list afresh. */
  version: number;
  canWrite: boolean;
  onOpen: (key: string) => void;
}

export function TestCaseList({ projectId, folderId, opened, version, canWrite, onOpen }: TestCaseListProps) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const variables = { projectId, folderId, search: search || null, first: pageSize };
  const { data, previousData, error, refetch, fetchMore } = useQuery(TestCasesDocument, { variables });
  useEffect(() => {
    if (version > 0) void refetch();
  }, [version, refetch]);
  const shown = data ?? previousData;
  // Asking again gives the first page alone, and who has gone further would lose the place.
  useFresh(async () => (shown !== undefined && shown.testCases.edges.length > pageSize ? undefined : refetch()));

  async function more() {
    await fetchMore({
      variables: { after: shown?.testCases.pageInfo.endCursor ?? null },
      updateQuery: (before, { fetchMoreResult: { testCases: next } }) => ({
        testCases: { ...next, edges: [...before.testCases.edges, ...next.edges] },
      }),
    });
  }

  return (
    <section className={styles.list} aria-label="Test cases">
      <div className={styles.bar}>
        <TextInput
          className={styles.search}
          type="search"
          aria-label="Search test cases"
          placeholder="Search by title or key"
          leftSection={<Search size={14} strokeWidth={1.75} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {shown !== undefined && <span className={styles.count}>{testCases(shown.testCases.totalCount)}</span>}
      </div>
      {shown === undefined && error !== undefined ? (
        <LoadFailed what="The test cases" error={error} onRetry={() => void refetch()} />
      ) : shown?.testCases.edges.length === 0 ? (
        <EmptyState title={search === '' ? 'No test cases here' : `No test case is called “${search}”`}>
          {search === ''
            ? canWrite && 'Make the first one with “New test case”.'
            : 'Search for a part of the title, or for a whole key such as TC-222.'}
        </EmptyState>
      ) : (
        <div className={table.scroll}>
          <Table edges={shown?.testCases.edges} opened={opened} onOpen={onOpen} />
          {shown?.testCases.pageInfo.hasNextPage === true && (
            <div className={styles.more}>
              <Button variant="default" onClick={() => void more()}>
                Show more
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

interface TableProps {
  edges: TestCasesQuery['testCases']['edges'] | undefined;
  opened: string | null;
  onOpen: (key: string) => void;
}

function Table({ edges, opened, onOpen }: TableProps) {
  const now = useNow(60_000);
  return (
    <table className={`${table.table} ${styles.table}`} aria-label="Test cases" aria-busy={edges === undefined}>
      <thead>
        <tr>
          <th scope="col" className={styles.key}>
            Key
          </th>
          <th scope="col" className={styles.name}>
            Title
          </th>
          <th scope="col" className={styles.status}>
            Status
          </th>
          <th scope="col" className={styles.priority}>
            Priority
          </th>
          <th scope="col" className={styles.wide}>
            Folder
          </th>
          <th scope="col" className={styles.wide}>
            Updated
          </th>
        </tr>
      </thead>
      <tbody>
        {edges?.map(({ node }) => (
          <tr key={node.id} className={styles.row} data-opened={node.key === opened || undefined} onClick={() => onOpen(node.key)}>
            <td className={table.soft}>{node.key}</td>
            <td className={styles.name}>
              <button
                type="button"
                className={styles.title}
                onClick={(event) => {
                  event.stopPropagation();
                  onOpen(node.key);
                }}
              >
                <IsolatedText text={node.title} />
              </button>
            </td>
            <td>{statusLabels[node.status]}</td>
            <td className={styles.priority}>{node.priority === null ? '–' : priorityLabels[node.priority]}</td>
            <td className={`${table.soft} ${styles.wide} ${styles.folder}`}>{node.folderPath?.replaceAll('/', ' / ') ?? '–'}</td>
            <td className={`${table.soft} ${styles.wide}`}>
              <TimeText time={node.updatedAt}>{ago(node.updatedAt, now)}</TimeText>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
