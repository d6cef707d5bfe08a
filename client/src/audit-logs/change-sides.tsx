import type { FieldChange, Json } from '@audit-log/shared/entry';
import { useMemo } from 'react';
import { Added, Removed } from './change-section.js';
import { IsolatedFound } from './found-text.js';
import { FoundValue } from './found-value.js';
import { diffList, diffSteps, type StepChange } from './list-diff.js';
import { Spans, StepsTable } from './steps-table.js';
import { isPlace, kindOf, kindOfChange, listOf, stepsOf, textOf } from './value.js';
import { diffWords, type Span } from './word-diff.js';
import styles from './change-section.module.css';

interface ChangeSideProps {
  change: FieldChange;
  side: 'old' | 'new';
}

/** One side of a difference, to stand beside the other: what is only here is marked. */
export function ChangeSide({ change, side }: ChangeSideProps) {
  const { field, redacted } = change;
  const value = change[side];
  if (redacted) return <span className={styles.soft}>{side === 'old' ? 'Secret, never recorded' : 'Another secret, never recorded'}</span>;
  if (kindOf(value) === 'empty' && !isPlace(field)) return <span className={styles.soft}>none</span>;
  switch (kindOfChange(change.old, change.new)) {
    case 'list':
      return <ListSide change={change} side={side} />;
    case 'steps':
      return <StepsSide change={change} side={side} />;
    case 'text':
      return (
        <p className={styles.text} dir="auto">
          <WordsSide before={textOf(change.old)} after={textOf(change.new)} side={side} />
        </p>
      );
    case 'json':
      return (
        <pre className={styles.json}>
          <WordsSide before={jsonText(change.old)} after={jsonText(change.new)} side={side} json />
        </pre>
      );
    default: {
      const Mark = marks[side];
      return (
        <Mark>
          <FoundValue field={field} value={value} />
        </Mark>
      );
    }
  }
}

const marks = { old: Removed, new: Added } as const;
/** What a side has none of. */
const others = { old: 'added', new: 'removed' } as const;

function ListSide({ change, side }: ChangeSideProps) {
  const { added, removed, kept } = useMemo(() => diffList(listOf(change.old), listOf(change.new)), [change]);
  const Mark = marks[side];
  return (
    <ul className={styles.list}>
      {(side === 'old' ? removed : added).map((item, index) => (
        <li key={`only ${index}`}>
          <Mark>
            <IsolatedFound text={item} />
          </Mark>
        </li>
      ))}
      {kept.map((item, index) => (
        <li key={index} className={styles.kept}>
          <IsolatedFound text={item} />
        </li>
      ))}
    </ul>
  );
}

function StepsSide({ change, side }: ChangeSideProps) {
  const rows = useMemo(() => {
    const here = (spans: readonly Span[]) => spans.filter(({ kind }) => kind !== others[side]);
    return diffSteps(stepsOf(change.old), stepsOf(change.new))
      .filter(({ kind }) => kind !== others[side])
      .map((row, index): StepChange => ({ ...row, number: index + 1, action: here(row.action), expected: here(row.expected) }));
  }, [change, side]);
  return <StepsTable rows={rows} label={side === 'old' ? 'Steps at A' : 'Steps at B'} marked />;
}

interface WordsSideProps {
  before: string;
  after: string;
  side: 'old' | 'new';
  json?: boolean;
}

function WordsSide({ before, after, side, json = false }: WordsSideProps) {
  const spans = useMemo(() => diffWords(before, after).filter(({ kind }) => kind !== others[side]), [before, after, side]);
  return <Spans spans={spans} json={json} />;
}

function jsonText(value: Json): string {
  return value === null ? '' : JSON.stringify(value, null, 2);
}
