import { fieldLabel } from '@audit-log/shared/catalogue';
import type { FieldChange } from '@audit-log/shared/entry';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { ArrowRight, EyeOff } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { Segmented } from '../ui/segmented.js';
import { FoundAs, IsolatedFound } from './found-text.js';
import { FoundValue } from './found-value.js';
import { countSteps, countText, diffList, diffSteps } from './list-diff.js';
import { Spans, StepsTable } from './steps-table.js';
import { isPlace, kindOf, kindOfChange, listOf, stepsOf, textOf } from './value.js';
import { countWords, diffWords } from './word-diff.js';
import styles from './change-section.module.css';

/** Draws the name of a field as what one can filter by its change. */
export type Handle = (change: FieldChange, title: ReactNode) => ReactNode;

interface ChangeProps {
  change: FieldChange;
  handle: Handle;
}

/** One changed field with all of its old and its new value. */
export function ChangeSection({ change, handle }: ChangeProps) {
  if (change.redacted) {
    return (
      <Section change={change} handle={handle}>
        <p className={styles.redacted}>
          <EyeOff size={14} strokeWidth={1.75} aria-hidden />
          Changed. The value is secret and was never recorded.
        </p>
      </Section>
    );
  }
  switch (kindOfChange(change.old, change.new)) {
    case 'list':
      return <ListChange change={change} handle={handle} />;
    case 'steps':
      return <StepsChange change={change} handle={handle} />;
    case 'text':
      return <TextChange change={change} handle={handle} />;
    case 'json':
      return <JsonChange change={change} handle={handle} />;
    default:
      return <ScalarChange change={change} handle={handle} />;
  }
}

interface SectionProps extends ChangeProps {
  /** What changed, in numbers. */
  count?: string;
  /** At the right of the title. */
  tool?: ReactNode;
  children: ReactNode;
}

function Section({ change, handle, count, tool, children }: SectionProps) {
  const { field } = change;
  return (
    <section className={styles.section} data-field={field}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          {handle(change, <FoundAs text={field} shown={fieldTitle(field)} />)}
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

function ScalarChange({ change, handle }: ChangeProps) {
  const { field, old, new: after } = change;
  const hadNone = kindOf(old) === 'empty' && !isPlace(field);
  const hasNone = kindOf(after) === 'empty' && !isPlace(field);
  return (
    <Section change={change} handle={handle}>
      <p className={styles.pair}>
        {!hadNone && <Removed><FoundValue field={field} value={old} /></Removed>}
        {!hadNone && !hasNone && <ArrowRight className={styles.arrow} size={14} strokeWidth={1.75} aria-label="became" />}
        {!hasNone && <Added><FoundValue field={field} value={after} /></Added>}
      </p>
    </Section>
  );
}

/** Changed elements first, kept ones after them. */
function ListChange({ change, handle }: ChangeProps) {
  const { old, new: after } = change;
  const { added, removed, kept, reordered } = diffList(listOf(old), listOf(after));
  const counts = countText({ added: added.length, removed: removed.length, kept: kept.length });
  return (
    <Section change={change} handle={handle} count={reordered ? 'reordered' : counts}>
      <ul className={styles.list}>
        {added.map((item, index) => (
          <li key={`+${index}`}>
            <Added><IsolatedFound text={item} /></Added>
          </li>
        ))}
        {removed.map((item, index) => (
          <li key={`-${index}`}>
            <Removed><IsolatedFound text={item} /></Removed>
          </li>
        ))}
        {kept.map((item, index) => (
          <li key={index} className={styles.kept}>
            <IsolatedFound text={item} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function StepsChange({ change, handle }: ChangeProps) {
  const { field, old, new: after } = change;
  const rows = useMemo(() => diffSteps(stepsOf(old), stepsOf(after)), [old, after]);
  const { added, changed, removed, kept } = countSteps(rows);
  return (
    <Section change={change} handle={handle} count={countText({ added, changed, removed, kept })}>
      <StepsTable rows={rows} label={fieldTitle(field)} marked />
    </Section>
  );
}

/** Shorter texts are read faster as one. */
const wideEnough = 80;

function TextChange({ change, handle }: ChangeProps) {
  const { old, new: after } = change;
  const spans = useMemo(() => diffWords(textOf(old), textOf(after)), [old, after]);
  const { added, removed } = countWords(spans);
  const counts = [added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean).join(' ');
  const [view, setView] = useLocalStorage<'inline' | 'sides'>({ key: 'text-diff', defaultValue: 'inline' });
  const roomy = useMediaQuery('(width >= 768px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const choosable = roomy && textOf(old).length >= wideEnough && textOf(after).length >= wideEnough;
  return (
    <Section
      change={change}
      handle={handle}
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

function JsonChange({ change, handle }: ChangeProps) {
  const { old, new: after } = change;
  const spans = useMemo(
    () => diffWords(old === null ? '' : JSON.stringify(old, null, 2), after === null ? '' : JSON.stringify(after, null, 2)),
    [old, after],
  );
  return (
    <Section change={change} handle={handle}>
      <pre className={styles.json}>
        <Spans spans={spans} json />
      </pre>
    </Section>
  );
}

export function Added({ children }: { children: ReactNode }) {
  return (
    <ins className={styles.added}>
      <span aria-hidden>+ </span>
      <bdi>{children}</bdi>
    </ins>
  );
}

export function Removed({ children }: { children: ReactNode }) {
  return (
    <del className={styles.removed}>
      <span aria-hidden className={styles.sign}>
        -{' '}
      </span>
      <span>
        <bdi>{children}</bdi>
      </span>
    </del>
  );
}
