import { use, useMemo } from 'react';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import { PartText } from './entry-parts.js';
import { foundSummary } from './found-summary.js';
import { IsolatedFound, Searched } from './found-text.js';
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

/** The same, but telling what is searched for where it would not be seen. */
export function useSummary(entry: Entry): Summary {
  const query = use(Searched);
  return useMemo(() => (query.length === 0 ? summaryOf(entry) : foundSummary(entry, summaryOf(entry), query)), [entry, query]);
}

/** The name of what an entry is about; only one that was recorded can have been found. */
export function EntityName({ entry }: { entry: Entry }) {
  const name = entityName(entry);
  return name === entry.entity?.name ? <IsolatedFound text={name} /> : <IsolatedText text={name} />;
}

/** What it was about and what changed most, at a glance. */
export function DetailsCell({ entry }: { entry: Entry }) {
  const name = entityName(entry);
  const { parts, more } = useSummary(entry);
  const butFirst = more + Math.max(0, parts.length - 1);
  return (
    <span className={styles.details}>
      <span className={styles.name} title={withCodes(name)}>
        <EntityName entry={entry} />
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
