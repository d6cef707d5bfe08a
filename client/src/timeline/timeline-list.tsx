import { memo, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { AuditLogEntryFragment } from '../gql/graphql.js';
import { clock, date, zoneOffset } from '../ui/time-format.js';
import { useZone } from '../ui/zone.js';
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
export function TimelineList({ entries, whole, points, parts, onChange, foot }: TimelineListProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-point]')];
    const at = all.findIndex((button) => button.closest('li')?.contains(document.activeElement) === true);
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
    event.preventDefault();
  }

  // Asked here, so that of a thousand entries those are drawn anew whose look changes.
  function onClick({ target }: MouseEvent<HTMLElement>) {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-point], [data-mark]') : null;
    const id = button?.closest<HTMLElement>('[data-of]')?.dataset['of'];
    if (button === null || id === undefined) return;
    if (points.mode === 'state') onChange({ mode: 'state', at: id });
    else onChange(button.dataset['mark'] === 'A' ? { ...points, a: id } : { ...points, b: id });
  }

  const comparing = points.mode === 'compare';
  const ends = comparing ? [points.a, points.b].map((id) => entries.findIndex((entry) => entry.id === id)).toSorted((a, b) => a - b) : [];
  return (
    <nav className={styles.list} aria-label="Entries" onKeyDown={onKeyDown} onClick={onClick}>
      <ol>
        {entries.map((entry, index) => (
          <Item
            key={entry.id}
            entry={entry}
            version={whole ? entries.length - index : null}
            comparing={comparing}
            at={points.mode === 'state' && points.at === entry.id}
            a={comparing && points.a === entry.id}
            b={comparing && points.b === entry.id}
            between={index >= (ends[0] ?? Infinity) && index < (ends[1] ?? -1)}
            parts={parts}
          />
        ))}
      </ol>
      {foot}
    </nav>
  );
}

interface ItemProps {
  entry: AuditLogEntryFragment;
  /** Its number among all of the thing, from the oldest; null where it is not known. */
  version: number | null;
  comparing: boolean;
  /** It is the one that is looked at, or one of the two. */
  at: boolean;
  a: boolean;
  b: boolean;
  /** What is compared goes on to the next older one. */
  between: boolean;
  parts: TimelineParts;
}

const Item = memo(function Item({ entry, version, comparing, at, a, b, between, parts: { Action, Summary, Actor } }: ItemProps) {
  useZone();
  const { id, time, action, user } = entry;
  const chosen = at || a || b;
  return (
    <li className={styles.item} data-of={id} data-chosen={chosen || undefined} data-between={between || undefined}>
      <button type="button" className={styles.entry} data-point={id} aria-current={chosen ? 'true' : undefined}>
        <span className={styles.when}>
          <strong>{date(time)}</strong> <span title={zoneOffset(Date.parse(time))}>{clock(time)}</span>
        </span>
        <span className={styles.what}>
          <Action action={action} /> <Summary entry={entry} />
        </span>
        <Actor actor={user} />
      </button>
      <span className={styles.marks}>
        {comparing ? (
          <>
            <Mark name="A" pressed={a} />
            <Mark name="B" pressed={b} />
          </>
        ) : (
          version !== null && <span className={styles.version}>v{version}</span>
        )}
      </span>
    </li>
  );
});

function Mark({ name, pressed }: { name: 'A' | 'B'; pressed: boolean }) {
  return (
    <button type="button" className={styles.mark} data-mark={name} aria-pressed={pressed} aria-label={`${name} is this entry`}>
      {name}
    </button>
  );
}
