import { foundIn } from '@audit-log/shared/highlight';
import { use, useMemo } from 'react';
import { foundInJson, foundInSpans } from './found-spans.js';
import { MarkedText, Searched } from './found-text.js';
import type { StepChange } from './list-diff.js';
import type { Span } from './word-diff.js';
import styles from './steps-table.module.css';

interface StepsTableProps {
  rows: readonly StepChange[];
  label: string;
  /** Shows what changed in a gutter; without it the steps stand plain. */
  marked?: boolean;
}

const signs: Readonly<Record<StepChange['kind'], readonly [sign: string, word: string]>> = {
  same: ['', ''],
  added: ['+', 'added'],
  removed: ['−', 'removed'],
  changed: ['~', 'changed'],
};

/** Steps one below the other, as a test case shows them. */
export function StepsTable({ rows, label, marked = false }: StepsTableProps) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col" className={styles.number}>
            #
          </th>
          <th scope="col">Action</th>
          <th scope="col" className={styles.expected}>
            Expected
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const [sign, word] = signs[row.kind];
          return (
            <tr key={index} data-kind={marked ? row.kind : undefined}>
              <td className={styles.number}>
                {marked && sign !== '' && (
                  <span className={styles.sign} role="img" aria-label={word}>
                    {sign}
                  </span>
                )}
                {row.number}
              </td>
              <td dir="auto">
                <Spans spans={row.action} plain={row.kind !== 'changed'} />
              </td>
              <td dir="auto">
                <Spans spans={row.expected} plain={row.kind !== 'changed'} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface SpansProps {
  spans: readonly Span[];
  /** The whole text is new or gone and its ground says so: nothing is marked in it. */
  plain?: boolean;
  /** It is JSON, of which only the values are searched. */
  json?: boolean;
}

/** A text with what came and what went marked in it. */
export function Spans({ spans, plain = false, json = false }: SpansProps) {
  const query = use(Searched);
  const found = useMemo(() => foundInSpans(query, spans, json ? foundInJson : foundIn), [query, spans, json]);
  return spans.map(({ kind, text, edge }, index) => {
    const marked = <MarkedText key={index} text={text} marks={found[index] ?? []} />;
    if (plain || kind === 'same' || edge) return marked;
    return kind === 'added' ? (
      <ins key={index} className={styles.added}>
        {marked}
      </ins>
    ) : (
      <del key={index} className={styles.removed}>
        {marked}
      </del>
    );
  });
}
