import { fieldLabel } from '@audit-log/shared/catalogue';
import type { FieldChange } from '@audit-log/shared/entry';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { ArrowRight, EyeOff } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { Segmented } from '../ui/segmented.js';
import { IsolatedText } from '../ui/visible-text.js';
import { countSteps, countText, diffList, diffSteps } from './list-diff.js';
import { Spans, StepsTable } from './steps-table.js';
import { isPlace, kindOf, kindOfChange, listOf, scalarText, stepsOf, textOf } from './value.js';
import { countWords, diffWords } from './word-diff.js';
import styles from './change-section.module.css';

/** One changed field with all of its old and its new value. */
export function ChangeSection({ change }: { change: FieldChange }) {
  if (change.redacted) {
    return (
      <Section field={change.field}>
        <p className={styles.redacted}>
          <EyeOff size={14} strokeWidth={1.75} aria-hidden />
          Changed. The value is secret and was never recorded.
        </p>
      </Section>
    );
  }
  switch (kindOfChange(change.old, change.new)) {
    case 'list':
      return <ListChange change={change} />;
    case 'steps':
      return <StepsChange change={change} />;
    case 'text':
      return <TextChange change={change} />;
    case 'json':
      return <JsonChange change={change} />;
    default:
      return <ScalarChange change={change} />;
  }
}

interface SectionProps {
  field: string;
  /** What changed, in numbers. */
  count?: string;
  /** At the right of the title. */
  tool?: ReactNode;
  children: ReactNode;
}

function Section({ field, count, tool, children }: SectionProps) {
  return (
    <section className={styles.section} data-field={field}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          {fieldTitle(field)}
          {count !== undefined && count !== '' && <span className={styles.count}>{count}</span>}
        </h3>
        {tool}
      </div>
      {children}
    </section>
  );
}

export function fieldTitle(field: string): string {
  const label = fieldLabel(field);
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function ScalarChange({ change: { field, old, new: after } }: { change: FieldChange }) {
  const hadNone = kindOf(old) === 'empty' && !isPlace(field);
  const hasNone = kindOf(after) === 'empty' && !isPlace(field);
  return (
    <Section field={field}>
      <p className={styles.pair}>
        {!hadNone && <Removed>{scalarText(old, field)}</Removed>}
        {!hadNone && !hasNone && <ArrowRight className={styles.arrow} size={14} strokeWidth={1.75} aria-label="became" />}
        {!hasNone && <Added>{scalarText(after, field)}</Added>}
      </p>
    </Section>
  );
}

/** Changed elements first, kept ones after them. */
function ListChange({ change: { field, old, new: after } }: { change: FieldChange }) {
  const { added, removed, kept, reordered } = diffList(listOf(old), listOf(after));
  const counts = countText({ added: added.length, removed: removed.length, kept: kept.length });
  return (
    <Section field={field} count={reordered ? 'reordered' : counts}>
      <ul className={styles.list}>
        {added.map((item, index) => (
          <li key={`+${index}`}>
            <Added>{item}</Added>
          </li>
        ))}
        {removed.map((item, index) => (
          <li key={`-${index}`}>
            <Removed>{item}</Removed>
          </li>
        ))}
        {kept.map((item, index) => (
          <li key={index} className={styles.kept}>
            <IsolatedText text={item} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function StepsChange({ change: { field, old, new: after } }: { change: FieldChange }) {
  const rows = useMemo(() => diffSteps(stepsOf(old), stepsOf(after)), [old, after]);
  const { added, changed, removed, kept } = countSteps(rows);
  return (
    <Section field={field} count={countText({ added, changed, removed, kept })}>
      <StepsTable rows={rows} label={fieldTitle(field)} marked />
    </Section>
  );
}

/** Shorter texts are read faster as one. */
const wideEnough = 80;

function TextChange({ change: { field, old, new: after } }: { change: FieldChange }) {
  const spans = useMemo(() => diffWords(textOf(old), textOf(after)), [old, after]);
  const { added, removed } = countWords(spans);
  const counts = [added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean).join(' ');
  const [view, setView] = useLocalStorage<'inline' | 'sides'>({ key: 'text-diff', defaultValue: 'inline' });
  const roomy = useMediaQuery('(width >= 768px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const choosable = roomy && textOf(old).length >= wideEnough && textOf(after).length >= wideEnough;
  return (
    <Section
      field={field}
      count={counts === '' ? 'white space' : `${counts} ${added + removed === 1 ? 'word' : 'words'}`}
      tool={choosable && <Segmented label="How the texts stand" value={view} options={views} onChange={setView} />}
    >
      {choosable && view === 'sides' ? (
        <div className={styles.sides}>
          <p className={styles.text} dir="auto" aria-label="Before">
            <Spans spans={spans.filter(({ kind }) => kind !== 'added')} />
          </p>
          <p className={styles.text} dir="auto" aria-label="After">
            <Spans spans={spans.filter(({ kind }) => kind !== 'removed')} />
          </p>
        </div>
      ) : (
        <p className={styles.text} dir="auto">
          <Spans spans={spans} />
        </p>
      )}
    </Section>
  );
}

const views = [
  { value: 'inline', label: 'Inline' },
  { value: 'sides', label: 'Side by side' },
] as const;

function JsonChange({ change: { field, old, new: after } }: { change: FieldChange }) {
  const spans = useMemo(
    () => diffWords(old === null ? '' : JSON.stringify(old, null, 2), after === null ? '' : JSON.stringify(after, null, 2)),
    [old, after],
  );
  return (
    <Section field={field}>
      <pre className={styles.json}>
        <Spans spans={spans} />
      </pre>
    </Section>
  );
}

function Added({ children }: { children: string }) {
  return (
    <ins className={styles.added}>
      <span aria-hidden>+ </span>
      <IsolatedText text={children} />
    </ins>
  );
}

function Removed({ children }: { children: string }) {
  return (
    <del className={styles.removed}>
      <span aria-hidden className={styles.sign}>
        -{' '}
      </span>
      <span>
        <IsolatedText text={children} />
      </span>
    </del>
  );
}
