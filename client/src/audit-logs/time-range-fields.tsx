import { Button, TextInput } from '@mantine/core';
import { Check, Globe } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { dateAndMinute, zoneName, zoneOffset } from '../ui/time-format.js';
import { parseMoment, presets, sameRange, type TimeRange } from './time-range.js';
import { resolveRange } from '@audit-log/shared/filter-url';
import styles from './time-range-fields.module.css';

const RangeCalendar = lazy(() => import('./range-calendar.js'));

interface TimeRangeFieldsProps {
  range: TimeRange;
  onApply: (range: TimeRange) => void;
  onCancel: () => void;
}

/** A preset with one click, or two exact moments: written, or picked from a calendar. */
export default function TimeRangeFields({ range, onApply, onCancel }: TimeRangeFieldsProps) {
  // What "now" means stays the same for as long as the fields are open.
  const [now] = useState(Date.now);
  const resolved = resolveRange(range, now);
  const [from, setFrom] = useState(resolved.from === undefined ? '' : dateAndMinute(resolved.from));
  const [to, setTo] = useState(resolved.to === undefined ? '' : dateAndMinute(resolved.to));
  const [touched, setTouched] = useState(false);
  const start = from.trim() === '' ? null : parseMoment(from, now);
  // An end that is now stays open: what comes later belongs to the range too.
  const open = to.trim() === '' || to.trim().toLowerCase() === 'now';
  const end = open ? null : parseMoment(to, now);
  const problems = {
    from: from.trim() !== '' && start === null ? unreadable : null,
    to: !open && end === null ? unreadable : start !== null && end !== null && end <= start ? 'The end must come after the start.' : null,
  };

  function edit(set: (text: string) => void) {
    return (event: React.ChangeEvent<HTMLInputElement>) => {
      set(event.currentTarget.value);
      setTouched(true);
    };
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.from !== null || problems.to !== null) return;
        onApply(touched ? { from: start, to: end } : range);
      }}
    >
      <div className={styles.columns}>
        <div className={styles.exact}>
          <div className={styles.inputs}>
            <TextInput
              label="From"
              placeholder="the beginning"
              value={from}
              error={problems.from}
              onChange={edit(setFrom)}
            />
            <TextInput label="To" placeholder="now" value={to} error={problems.to} onChange={edit(setTo)} />
          </div>
          <p className={styles.hint}>
            Dates such as <code>17 Nov 2026, 14:02</code>, or <code>now-7d</code>
          </p>
          <div className={styles.calendar}>
            <Suspense fallback={null}>
              <RangeCalendar
                from={start}
                to={open ? null : end}
                onPick={(first, last) => {
                  setFrom(first);
                  setTo(last);
                  setTouched(true);
                }}
              />
            </Suspense>
          </div>
        </div>
        <div className={styles.presets} role="group" aria-label="Presets">
          <p className={styles.presetsTitle}>Presets</p>
          {presets.map(({ label, rangeAt }) => {
            const chosen = sameRange(rangeAt(now), range);
            return (
              <button
                key={label}
                type="button"
                className={styles.preset}
                aria-pressed={chosen}
                onClick={() => onApply(rangeAt(Date.now()))}
              >
                {label}
                {chosen && <Check size={14} strokeWidth={2} aria-hidden />}
              </button>
            );
          })}
        </div>
      </div>
      <p className={styles.zone}>
        <Globe size={14} strokeWidth={1.75} aria-hidden />
        <strong>{zoneName()}</strong> {zoneOffset(now)}, the zone of this browser
      </p>
      <div className={styles.foot}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit">Apply</Button>
      </div>
    </form>
  );
}

const unreadable = 'Write it like 17 Nov 2026, 14:02.';
