import type { KeyboardEvent, ReactNode } from 'react';
import type { AuditLogEntryFragment } from '../gql/graphql.js';
import { clock, date, zoneOffset } from '../ui/time-format.js';
import type { Points } from './points.js';
import type { TimelineParts } from './timeline-parts.js';
import styles from './timeline.module.css';

interface TimelineListProps {
  entries: readonly AuditLogEntryFragment[];
  /** Whether these are all there are: only then is it known how many came before. */
  whole: boolean;
  points: Points;
  parts: TimelineParts;
  onChange: (points: Points) => void;
  foot: ReactNode;
}

/** The entries, newest first: each is a point to look at, or one of the two that are compared. */
export function TimelineList({ entries, whole, points, parts: { Action, Summary, Actor }, onChange, foot }: TimelineListProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-point]')];
    const at = all.findIndex((button) => button.closest('li')?.contains(document.activeElement) === true);
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
    event.preventDefault();
  }
  return (
    <nav className={styles.list} aria-label="Entries" onKeyDown={onKeyDown}>
      <ol>
        {entries.map((entry, index) => {
          const { id, time, action, user } = entry;
          const chosen = points.mode === 'state' ? points.at === id : points.a === id || points.b === id;
          return (
            <li key={id} className={styles.item} data-chosen={chosen || undefined}>
              <button
                type="button"
                className={styles.entry}
                data-point={id}
                aria-current={chosen ? 'true' : undefined}
                onClick={() => onChange(points.mode === 'state' ? { mode: 'state', at: id } : { ...points, b: id })}
              >
                <span className={styles.when}>
                  <strong>{date(time)}</strong> <span title={zoneOffset(Date.parse(time))}>{clock(time)}</span>
                </span>
                <span className={styles.what}>
                  <Action action={action} /> <Summary entry={entry} />
                </span>
                <Actor actor={user} />
              </button>
              <span className={styles.marks}>
                {points.mode === 'compare' ? (
                  <>
                    <Mark name="A" pressed={points.a === id} onClick={() => onChange({ ...points, a: id })} />
                    <Mark name="B" pressed={points.b === id} onClick={() => onChange({ ...points, b: id })} />
                  </>
                ) : (
                  whole && <span className={styles.version}>v{entries.length - index}</span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {foot}
    </nav>
  );
}

function Mark({ name, pressed, onClick }: { name: 'A' | 'B'; pressed: boolean; onClick: () => void }) {
  return (
    <button type="button" className={styles.mark} aria-pressed={pressed} aria-label={`${name} is this entry`} onClick={onClick}>
      {name}
    </button>
  );
}
