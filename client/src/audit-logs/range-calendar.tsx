import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useState } from 'react';
import { date, dayKey } from '../ui/time-format.js';
import { momentOf } from '../ui/zone.js';
import styles from './range-calendar.module.css';

interface RangeCalendarProps {
  from: string | null;
  to: string | null;
  /** Called with both moments as words, once two days are picked; the second day counts to its end. */
  onPick: (from: string, to: string) => void;
}

/** Two days from a calendar. Loaded on its own: most people take a preset. */
export default function RangeCalendar({ from, to, onPick }: RangeCalendarProps) {
  const today = dayKey(Date.now());
  const [first, setFirst] = useState<string | null>(null);
  const shown: [string | null, string | null] =
    first === null ? [from === null ? null : dayKey(from), lastDay(to) ?? today] : [first, null];
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      hideOutsideDates
      size="xs"
      maxDate={today}
      defaultDate={shown[1] ?? today}
      value={shown}
      onChange={([start, end]) => {
        setFirst(end === null ? start : null);
        if (start !== null && end !== null) onPick(date(midnight(start)), date(midnight(end)));
      }}
      ariaLabels={{ nextMonth: 'Next month', previousMonth: 'Previous month' }}
      classNames={{ day: styles.day, calendarHeaderControl: styles.control, calendarHeaderLevel: styles.level, weekday: styles.weekday }}
    />
  );
}

/** The day a range ends on: at midnight that is the day before. */
function lastDay(to: string | null): string | null {
  return to === null ? null : dayKey(Date.parse(to) - 1);
}

function midnight(day: string): number {
  const [year = 0, month = 1, ofMonth = 1] = day.split('-').map(Number);
  return momentOf({ year, month: month - 1, day: ofMonth });
}
