import type { AuditLogFilter } from '@audit-log/shared/filter';
import { actionOf } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { countText, entriesText } from '../ui/count-text.js';
import { useZone } from '../ui/zone.js';
import type { Arrivals } from './arrivals.js';
import { actionsOf, byTone, tones } from './bars.js';
import { Plot } from './plot.js';
import { useHistogram } from './use-histogram.js';
import styles from './histogram.module.css';

interface HistogramProps {
  /** What the list was asked with: its times are fixed. Null while it is being asked. */
  asked: AuditLogFilter | null;
  filter: PageFilter;
  arrivals: Arrivals;
  onChange: (filter: PageFilter) => void;
}

/** A bar and the room to the next one, in pixels. */
const barWidth = 6;
const fewest = 30;
const most = 200;

/** How many entries there are, over time and by what was done; a part of the time can be chosen from it. */
export default function Histogram({ asked, filter, arrivals, onChange }: HistogramProps) {
  useZone();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // In steps, so that a window that is made wider does not ask with every pixel.
  const bars = width === null ? null : Math.max(fewest, Math.min(most, Math.round(width / barWidth / 10) * 10));
  const { counted, loading, failure, retry, countExactly, counting } = useHistogram(asked, bars, arrivals);
  const totals = useMemo(() => byTone(counted?.buckets ?? []), [counted]);

  const chosen = filter.actions ?? [];
  const chosenTone = tones.find((tone) => chosen.length > 0 && chosen.every((action) => actionOf(action).tone === tone));

  return (
    <section className={styles.histogram} aria-label="Entries over time" aria-busy={loading && failure === null} data-loading={(counted !== null && loading) || undefined}>
      <div className={styles.head}>
        <span className={styles.total} role="status">
          {failure === null && (counted === null ? 'Counting' : entriesText(counted.total))}
        </span>
        {counted !== null && failure === null && counted.total.accuracy !== 'EXACT' && (
          <button type="button" className={styles.quiet} disabled={counting || loading} onClick={countExactly}>
            {counting ? 'Counting' : 'Count exactly'}
          </button>
        )}
        {failure !== null && (
          <span className={styles.failed} role="status">
            The entries were not counted. {failure.message}{' '}
            <button type="button" className={styles.quiet} onClick={retry}>
              Try again
            </button>
          </span>
        )}
        {counted !== null && failure === null && (
          <span className={styles.legend} role="group" aria-label="Show only">
            {tones.map((tone) => {
              const pressed = tone === chosenTone;
              return (
                <button
                  key={tone}
                  type="button"
                  className={styles.key}
                  data-tone={tone}
                  aria-pressed={pressed}
                  disabled={!pressed && totals[tone].value === 0}
                  onClick={() => onChange({ ...filter, actions: pressed ? null : [...actionsOf(counted.buckets, tone)] })}
                >
                  <i className={styles.swatch} aria-hidden />
                  {tone} <b>{countText(totals[tone])}</b>
                </button>
              );
            })}
          </span>
        )}
      </div>
      <div className={styles.frame} ref={frame}>
        {counted !== null && failure === null && width !== null && (
          <Plot
            buckets={counted.buckets}
            width={width}
            open={counted.until !== null}
            disabled={loading}
            onChoose={(from, to) => onChange({ ...filter, range: null, from, to })}
          />
        )}
      </div>
    </section>
  );
}
