import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import { PartText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { summarize, type Summary } from './summary.js';
import { entityName } from './words.js';
import styles from './details-cell.module.css';

/** Comparing long texts takes a while, and rows come and go while one scrolls. */
const known = new WeakMap<Entry, Summary>();

export function summaryOf(entry: Entry): Summary {
  const summary = known.get(entry) ?? summarize(entry);
  known.set(entry, summary);
  return summary;
}

/** What it was about and what changed most, at a glance. */
export function DetailsCell({ entry }: { entry: Entry }) {
  const name = entityName(entry);
  const { parts, more } = summaryOf(entry);
  const butFirst = more + Math.max(0, parts.length - 1);
  return (
    <span className={styles.details}>
      <span className={styles.name} title={withCodes(name)}>
        <IsolatedText text={name} />
      </span>
      <span className={styles.changes}>
        {parts.map((part, index) => (
          <PartText key={index} part={part} />
        ))}
        {more > 0 && <span className={styles.more}>{more} more</span>}
        {butFirst > 0 && <span className={styles.short}>+{butFirst}</span>}
      </span>
    </span>
  );
}
