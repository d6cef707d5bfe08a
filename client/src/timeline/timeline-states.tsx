import { actionOf } from '@audit-log/shared/catalogue';
import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import type { AuditLogEntryFragment } from '../gql/graphql.js';
import { dateAndSecond, zoneOffset } from '../ui/time-format.js';
import { IsolatedText } from '../ui/visible-text.js';
import { compare, isNothing, stateAfter } from './states.js';
import type { TimelineParts } from './timeline-parts.js';
import styles from './timeline.module.css';

interface StateAtProps {
  /** Newest first. */
  entries: readonly AuditLogEntryFragment[];
  at: string;
  whole: boolean;
  parts: TimelineParts;
}

/** All fields of the thing as they were after an entry; of one that deleted it, as they were before. */
export function StateAt({ entries, at, whole, parts: { Value, fieldTitle } }: StateAtProps) {
  const oldestFirst = useMemo(() => entries.toReversed(), [entries]);
  const index = oldestFirst.findIndex(({ id }) => id === at);
  const entry = oldestFirst[index];
  const gone = entry !== undefined && actionOf(entry.action).tone === 'delete';
  const state = useMemo(() => [...stateAfter(oldestFirst, gone ? index - 1 : index).values()], [oldestFirst, index, gone]);
  if (state.length === 0) return <p className={styles.none}>No values of it were recorded{entry?.erased === true ? ', or they were erased' : ''}.</p>;
  return (
    <dl className={styles.fields}>
      {state.map(({ field, value, redacted, setBy }) => (
        <div key={field} className={styles.field} data-field={field}>
          <dt className={styles.label}>{fieldTitle(field)}</dt>
          <dd className={styles.value}>
            {redacted ? <span className={styles.soft}>Secret, never recorded</span> : isNothing(value) ? <span className={styles.soft}>none</span> : <Value field={field} value={value} />}
          </dd>
          <dd className={styles.setIn}>{whole && setBy !== null ? `set in v${setBy + 1}` : ''}</dd>
        </div>
      ))}
    </dl>
  );
}

interface DifferencesProps extends Omit<StateAtProps, 'at'> {
  a: string;
  b: string;
}

/** Beside the list and the navigation two columns of texts have room from here on. */
const roomy = '(width >= 1240px)';

/** What differs between two points, from A to B, and what does not: side by side where there is room. */
export function Differences({ entries, a, b, whole, parts }: DifferencesProps) {
  const { Difference, Side, fieldTitle, valueText } = parts;
  const wide = useMediaQuery(roomy, undefined, { getInitialValueInEffect: false }) ?? false;
  const { changed, same } = useMemo(() => {
    const oldestFirst = entries.toReversed();
    const stateOf = (id: string) => stateAfter(oldestFirst, oldestFirst.findIndex((entry) => entry.id === id));
    return compare(stateOf(a), stateOf(b));
  }, [entries, a, b]);
  const count = (
    <span className={styles.soft} role="status">
      {changed.length === 0 ? 'nothing differs' : `${changed.length} ${changed.length === 1 ? 'field differs' : 'fields differ'}`}
    </span>
  );
  return (
    <>
      <VisuallyHidden component="h2">What differs</VisuallyHidden>
      {wide ? (
        <table className={styles.sideBySide}>
          <thead>
            <tr>
              <td>{count}</td>
              <th scope="col">
                <PointName name="A" id={a} entries={entries} whole={whole} />
              </th>
              <th scope="col">
                <PointName name="B" id={b} entries={entries} whole={whole} />
              </th>
            </tr>
          </thead>
          <tbody>
            {changed.map((change) => (
              <tr key={change.field} data-field={change.field}>
                <th scope="row">{fieldTitle(change.field)}</th>
                <td>
                  <Side change={change} side="old" />
                </td>
                <td>
                  <Side change={change} side="new" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <>
          <div className={styles.ab}>
            <PointName name="A" id={a} entries={entries} whole={whole} />
            <PointName name="B" id={b} entries={entries} whole={whole} />
            {count}
          </div>
          {changed.map((change) => (
            <Difference key={change.field} change={change} />
          ))}
        </>
      )}
      {same.length > 0 && (
        <p className={styles.same}>
          <span className={styles.label}>Same in both</span>
          <span>
            {same.map(({ field, value, redacted }, index) => (
              <span key={field}>
                {index > 0 && ', '}
                {fieldTitle(field)}{' '}
                <b>
                  <IsolatedText text={redacted ? 'secret' : shortened(valueText(field, value))} />
                </b>
              </span>
            ))}
          </span>
        </p>
      )}
    </>
  );
}

interface PointNameProps {
  name: 'A' | 'B';
  id: string;
  entries: readonly AuditLogEntryFragment[];
  whole: boolean;
}

function PointName({ name, id, entries, whole }: PointNameProps) {
  const index = entries.findIndex((entry) => entry.id === id);
  const time = entries[index]?.time ?? '';
  return (
    <span className={styles.point}>
      <span className={styles.badge}>{name}</span> {dateAndSecond(time)} {zoneOffset(Date.parse(time))}
      {whole && <span className={styles.soft}> v{entries.length - index}</span>}
    </span>
  );
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
