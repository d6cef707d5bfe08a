import { Button, TextInput } from '@mantine/core';
import { Check } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { serverNow } from '../ui/server-clock.js';
import { dateAndMinute } from '../ui/time-format.js';
import { useZone, zoneName } from '../ui/zone.js';
import {
  endText,
  momentText,
  parseEnd,
  parseMoment,
  presets,
  sameRange,
  type TimeRange,
} from './time-range.js';
import { resolveRange } from '@audit-log/shared/filter-url';
import { ZoneField } from './zone-field.js';
import styles from './time-range-fields.module.css';

const RangeCalendar = lazy(() => import('./range-calendar.js'));

interface TimeRangeFieldsProps {
  range: TimeRange;
  /** Whether one begins with the presets: on a phone, where a keyboard would cover them. */
  presetsFirst?: boolean;
  onApply: (range: TimeRange) => void;
  onCancel: () => void;
}

/** A preset with one click, or two exact moments: written, or picked from a calendar. */
export default function TimeRangeFields({ range, presetsFirst = false, onApply, onCancel }: TimeRangeFieldsProps) {
  // What "now" means stays the same for as long as the fields are open.
  const [now] = useState(serverNow);
  const resolved = resolveRange(range, now);
  useZone();
  const [given, setGiven] = useState(() => wordsOf(range, resolved));
  const [from, setFrom] = useState(given.from);
  const [to, setTo] = useState(given.to);
  const [touched, setTouched] = useState(false);
  // What was not rewritten stays what it was, to the microsecond, which the words leave out.
  const typed = from.trim() === '' ? null : parseMoment(from, now);
  const start = from === given.from ? (resolved.from ?? null) : typed;
  // An end that is now stays open: what comes later belongs to the range too.
  const open = to.trim() === '' || to.trim().toLowerCase() === 'now';
  const end = open ? null : to === given.to ? (resolved.to ?? null) : parseEnd(to, now);
  const problems = {
    from: from.trim() !== '' && start === null ? unreadable : null,
    to: !open && end === null ? unreadable : start !== null && end !== null && end <= start ? 'The end must come after the start.' : null,
  };

  /** The moments stay; only how they are told changes. What cannot be read stays as it was written. */
  function retell() {
    const words = wordsOf(range, resolved);
    setGiven(words);
    setFrom(from === given.from ? words.from : start === null ? from : momentText(start));
    setTo(to === given.to ? words.to : end === null ? to : endText(end));
  }

  function edit(set: (text: string) => void) {
    return (event: React.ChangeEvent<HTMLInputElement>) => {
      set(event.currentTarget.value);
      setTouched(true);
    };
  }

  const presetList = (
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
            onClick={() => onApply(rangeAt(serverNow()))}
          >
            {label}
            {chosen && <Check size={14} strokeWidth={2} aria-hidden />}
          </button>
        );
      })}
    </div>
  );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.from !== null || problems.to !== null) return;
        onApply(touched ? { from: start, to: end } : range);
      }}
    >
      <div className={styles.columns}>
        {presetsFirst && presetList}
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
            In {zoneName()}: <code>17 Nov 2026, 14:02</code>, or <code>now-7d</code>
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
        {!presetsFirst && presetList}
      </div>
      <ZoneField range={{ from: start, to: end }} now={now} onChanged={retell} />
      <div className={styles.foot}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit">Apply</Button>
      </div>
    </form>
  );
}

/** What stands in the fields before anybody writes. */
function wordsOf(range: TimeRange, { from, to }: { from?: string | null | undefined; to?: string | null | undefined }) {
  return {
    from: from == null ? '' : range.range ? dateAndMinute(from) : momentText(from),
    to: to == null ? '' : endText(to),
  };
}

const unreadable = 'Write it like 17 Nov 2026, 14:02.';
