import type { FieldChange, Json } from '@audit-log/shared/entry';
import { EyeOff } from 'lucide-react';
import { fieldTitle, type Handle } from './change-section.js';
import { FoundAs, FoundText, IsolatedFound } from './found-text.js';
import { FoundValue } from './found-value.js';
import { recordedFilter } from './filter-words.js';
import type { StepChange } from './list-diff.js';
import { RecordedFilterText } from './recorded-filter.js';
import { Spans, StepsTable } from './steps-table.js';
import { kindOf, listOf, stepsOf, textOf } from './value.js';
import styles from './plain-values.module.css';

interface PlainValuesProps {
  details: readonly FieldChange[];
  /** Which side is there: the new one of what was made, the old one of what is gone. */
  side: 'old' | 'new';
  /** Draws the name of a field as what one can filter by. */
  handle: Handle;
}

/** All fields of something that was made or is gone: nothing to compare, so they stand plain. */
export function PlainValues({ details, side, handle }: PlainValuesProps) {
  return (
    <dl className={styles.values}>
      {details.map((change) => (
        <div key={change.field} className={styles.value} data-field={change.field}>
          <dt className={styles.field}>
            {handle(change, <FoundAs text={change.field} shown={fieldTitle(change.field)} />)}
          </dt>
          <dd className={styles.content}>
            {change.redacted ? (
              <span className={styles.redacted}>
                <EyeOff size={14} strokeWidth={1.75} aria-hidden />
                Secret, never recorded
              </span>
            ) : (
              <PlainValue field={change.field} value={change[side]} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One value as it is, with nothing to compare it with. */
export function PlainValue({ field, value }: { field: string; value: Json }) {
  switch (kindOf(value)) {
    case 'list':
      return (
        <ul className={styles.list}>
          {listOf(value).map((item, index) => (
            <li key={index} className={styles.item}>
              <IsolatedFound text={item} />
            </li>
          ))}
        </ul>
      );
    case 'steps':
      return <StepsTable rows={plainSteps(value)} label={fieldTitle(field)} />;
    case 'json': {
      const recorded = field === 'filter' ? recordedFilter(value) : null;
      if (recorded !== null) return <RecordedFilterText recorded={recorded} />;
      return (
        <pre className={styles.json}>
          <Spans spans={[{ kind: 'same', text: JSON.stringify(value, null, 2) }]} json />
        </pre>
      );
    }
    case 'text':
      return (
        <p className={styles.text} dir="auto">
          <FoundText text={textOf(value)} />
        </p>
      );
    default:
      return (
        <bdi>
          <FoundValue field={field} value={value} />
        </bdi>
      );
  }
}

function plainSteps(value: Json): readonly StepChange[] {
  return stepsOf(value).map(({ action, expected }, index) => ({
    kind: 'same',
    number: index + 1,
    action: [{ kind: 'same', text: action }],
    expected: [{ kind: 'same', text: expected }],
  }));
}
