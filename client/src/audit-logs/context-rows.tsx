import { date } from '../ui/time-format.js';
import { IsolatedText } from '../ui/visible-text.js';
import { summaryOf } from './details-cell.js';
import { ActionText, ActorText, PartText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { entityName } from './words.js';
import styles from './context-rows.module.css';

interface ContextRowsProps {
  /** Null while they load. */
  rows: readonly Entry[] | null;
  /** The one that the others stand around. */
  entry: Entry;
  dated?: boolean;
  onOpen: (id: string) => void;
}

/** Entries in short, each a way to itself. */
export function ContextRows({ rows, entry, dated = false, onOpen }: ContextRowsProps) {
  if (rows === null) {
    return (
      <p className={styles.loading} role="status">
        Loading
      </p>
    );
  }
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            className={styles.row}
            aria-current={row.id === entry.id ? 'true' : undefined}
            onClick={() => onOpen(row.id)}
          >
            <span className={styles.when}>{dated ? date(row.time).replace(/ \d{4}$/, '') : offsetText(row.time, entry.time)}</span>
            <ActionText action={row.action} />
            <span className={styles.what}>
              {dated ? <Changed entry={row} /> : <IsolatedText text={entityName(row)} />}
            </span>
            <ActorText actor={row.user} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Changed({ entry }: { entry: Entry }) {
  const {
    parts: [part],
    more,
  } = summaryOf(entry);
  const untold = more + Math.max(0, summaryOf(entry).parts.length - 1);
  if (part === undefined) return <IsolatedText text={entityName(entry)} />;
  return (
    <span className={styles.changed}>
      <PartText part={part} />
      {untold > 0 && <span className={styles.more}>{untold} more</span>}
    </span>
  );
}

/** How long after another moment, or before it: `+3:29`, `−1:02:03`. */
export function offsetText(time: string, from: string): string {
  const seconds = Math.trunc((Date.parse(time) - Date.parse(from)) / 1000);
  const size = Math.abs(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor((size % 3600) / 60);
  const text = hours === 0 ? `${minutes}:${two(size % 60)}` : `${hours}:${two(minutes)}:${two(size % 60)}`;
  return `${seconds > 0 ? '+' : seconds < 0 ? '−' : ''}${text}`;
}
