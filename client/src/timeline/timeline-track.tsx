import { actionOf } from '@audit-log/shared/catalogue';
import type { AuditLogEntryFragment } from '../gql/graphql.js';
import { date, dateAndMinute } from '../ui/time-format.js';
import type { Points } from './points.js';
import styles from './timeline.module.css';

interface TimelineTrackProps {
  entries: readonly AuditLogEntryFragment[];
  points: Points;
  onPoint: (id: string) => void;
}

/** More dots than these could not be told apart. */
const most = 400;

/** When the entries were, to scale. By mouse alone: the list beside it says and does the same. */
export function TimelineTrack({ entries, points, onPoint }: TimelineTrackProps) {
  const times = entries.map(({ time }) => Date.parse(time));
  const first = Math.min(...times);
  const length = Math.max(1, Math.max(...times) - first);
  const placeOf = (time: string) => ((Date.parse(time) - first) / length) * 100;
  const of = (id: string) => entries.find((entry) => entry.id === id);
  const [a, b] = points.mode === 'compare' ? [of(points.a), of(points.b)] : [undefined, undefined];
  const [from, to] = a === undefined || b === undefined ? [0, 0] : [placeOf(a.time), placeOf(b.time)].toSorted((x, y) => x - y);
  const every = Math.ceil(entries.length / most);
  const shown = entries.filter(({ id }, index) => index % every === 0 || nameOf(points, id) !== null);
  return (
    <div className={styles.track} aria-hidden>
      <div className={styles.scale}>
        <span className={styles.between} style={{ insetInlineStart: `${from}%`, width: `${(to ?? 0) - (from ?? 0)}%` }} />
        {shown.map(({ id, time, action }) => {
          const name = nameOf(points, id);
          return (
            <span
              key={id}
              className={styles.dot}
              data-chosen={name !== null || undefined}
              data-tone={actionOf(action).tone}
              title={dateAndMinute(time)}
              style={{ insetInlineStart: `${placeOf(time)}%` }}
              onClick={() => onPoint(id)}
            >
              {name !== null && <span className={styles.dotName}>{name}</span>}
            </span>
          );
        })}
      </div>
      <div className={styles.ends}>
        <span>{date(first)}</span>
        {entries.length > 1 && <span>{date(first + length)}</span>}
      </div>
    </div>
  );
}

/** `A`, `B`, or nothing but that it is looked at; null where it is not. */
function nameOf(points: Points, id: string): string | null {
  if (points.mode === 'state') return points.at === id ? '' : null;
  if (points.a === id) return points.b === id ? 'A B' : 'A';
  return points.b === id ? 'B' : null;
}
