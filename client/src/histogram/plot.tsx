import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { countText, entriesText, sumOf } from '../ui/count-text.js';
import { serverNow } from '../ui/server-clock.js';
import { currentZone } from '../ui/zone.js';
import { spanText, ticksOf } from './axis.js';
import { byTone, scaleOf, segmentsOf, tones, widthOf, type Bucket } from './bars.js';
import styles from './histogram.module.css';

interface PlotProps {
  buckets: readonly Bucket[];
  /** In pixels, with the gutter. */
  width: number;
  /** Whether it reaches to the present: then so does what is chosen up to its end. */
  open: boolean;
  disabled: boolean;
  onChoose: (from: string, to: string | null) => void;
}

/** The bar one is on, and the one a choice began at. */
interface Place {
  readonly at: number;
  readonly anchor: number;
}

const height = 68;
const gutter = 34;
const labelWidth = 84;
const tooltipWidth = 264;

/** The bars with their axis. One of them has the keyboard or the pointer; several can be chosen at once. */
export function Plot({ buckets, width, open, disabled, onChoose }: PlotProps) {
  const [place, setPlace] = useState<Place | null>(null);
  const [dragging, setDragging] = useState(false);
  const room = Math.max(1, width - gutter);
  const step = room / Math.max(1, buckets.length);
  const scale = scaleOf(buckets);
  const count = buckets.length;
  const bars = useMemo(() => <Bars buckets={buckets} step={step} scale={scale} />, [buckets, step, scale]);
  const ticks = useTicks(buckets, room, step);

  const clamped = place === null || count === 0 ? null : { at: Math.min(place.at, count - 1), anchor: Math.min(place.anchor, count - 1) };
  const first = clamped === null ? 0 : Math.min(clamped.at, clamped.anchor);
  const last = clamped === null ? 0 : Math.max(clamped.at, clamped.anchor);
  const chosen = clamped === null ? [] : buckets.slice(first, last + 1);

  function choose() {
    const from = buckets[first]?.from;
    const to = buckets[last]?.to;
    if (clamped === null || from === undefined || to === undefined || disabled) return;
    setPlace(null);
    onChoose(from, open && last === count - 1 ? null : to);
  }

  function barUnder({ clientX, currentTarget }: PointerEvent<HTMLElement>): number {
    const { left } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(count - 1, Math.floor((clientX - left) / step)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const to = { ArrowLeft: (clamped?.at ?? count) - 1, ArrowRight: (clamped?.at ?? count - 2) + 1, Home: 0, End: count - 1 }[event.key];
    if (to !== undefined) {
      const at = Math.max(0, Math.min(count - 1, to));
      setPlace({ at, anchor: event.shiftKey && clamped !== null ? clamped.anchor : at });
    } else if (event.key === 'Enter' && clamped !== null) choose();
    else if (event.key === 'Escape' && clamped !== null) setPlace(null);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.plot}>
      <div
        className={styles.bars}
        style={{ width: room }}
        role="slider"
        tabIndex={0}
        aria-label="Entries over time. Arrow keys go from bar to bar, with shift they choose several, Enter shows them"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={clamped?.at ?? Math.max(0, count - 1)}
        aria-valuetext={clamped === null ? summaryOf(buckets) : `${spanOf(chosen)}: ${partsText(chosen)}`}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!dragging) setPlace(null);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0 || count === 0 || disabled) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = barUnder(event);
          // A finger first asks what a bar is; once more on the same bar chooses it.
          const again = event.pointerType === 'mouse' || (clamped?.at === at && clamped.anchor === at);
          setDragging(again);
          setPlace({ at, anchor: at });
        }}
        onPointerMove={(event) => {
          if (count === 0) return;
          const at = barUnder(event);
          const held = event.currentTarget.hasPointerCapture(event.pointerId);
          if (held && place !== null && at !== place.anchor) setDragging(true);
          if (held && place !== null) setPlace({ at, anchor: place.anchor });
          else if (event.pointerType === 'mouse') setPlace({ at, anchor: at });
        }}
        onPointerUp={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          event.currentTarget.releasePointerCapture(event.pointerId);
          if (dragging) choose();
          setDragging(false);
        }}
        onPointerCancel={() => {
          setDragging(false);
          setPlace(null);
        }}
        onPointerLeave={({ pointerType }) => {
          if (pointerType === 'mouse' && !dragging) setPlace(null);
        }}
      >
        <svg width={room} height={height} aria-hidden>
          <defs>
            <pattern id="histogram-failed" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="4" height="4" className={styles.hatchGround} />
              <rect width="2" height="4" className={styles.hatch} />
            </pattern>
          </defs>
          {clamped !== null && <rect className={styles.chosen} x={first * step} width={(last - first + 1) * step} height={height} />}
          {bars}
        </svg>
      </div>
      <span className={styles.most}>{scale.toLocaleString('en')}</span>
      <div className={styles.axis} aria-hidden>
        {ticks.map(({ x, label }) => (
          <span key={x} className={styles.tick} style={{ insetInlineStart: x }}>
            {label}
          </span>
        ))}
      </div>
      {clamped !== null && chosen.length > 0 && (
        <div className={styles.tooltip} role="presentation" style={{ insetInlineStart: Math.max(0, Math.min(width - tooltipWidth, ((first + last + 1) / 2) * step - tooltipWidth / 2)) }}>
          <strong>{entriesText(sumOf(chosen.map((bucket) => bucket.count)))}</strong>
          <span>{spanOf(chosen)}</span>
          <Parts buckets={chosen} />
        </div>
      )}
    </div>
  );
}

function Bars({ buckets, step, scale }: { buckets: readonly Bucket[]; step: number; scale: number }) {
  return buckets.flatMap((bucket, index) => {
    const x = Math.round(index * step);
    const next = Math.round((index + 1) * step);
    const gap = next - x > 3 ? 1 : 0;
    return segmentsOf(bucket, scale, height).map(({ tone, bottom, height: size }) => (
      <rect key={`${bucket.from} ${tone}`} className={styles.segment} data-tone={tone} x={x} width={Math.max(1, next - x - gap)} y={height - bottom - size} height={size > 4 ? size - 1 : size} />
    ));
  });
}

function Parts({ buckets }: { buckets: readonly Bucket[] }) {
  const counts = byTone(buckets);
  return tones
    .filter((tone) => counts[tone].value > 0)
    .map((tone) => (
      <span key={tone} className={styles.part} data-tone={tone}>
        <i className={styles.swatch} aria-hidden />
        {tone} <b>{countText(counts[tone])}</b>
      </span>
    ));
}

function partsText(buckets: readonly Bucket[]): string {
  const counts = byTone(buckets);
  const parts = tones.filter((tone) => counts[tone].value > 0).map((tone) => `${tone} ${countText(counts[tone])}`);
  return [entriesText(sumOf(buckets.map(({ count }) => count))), ...parts].join(', ');
}

function spanOf(buckets: readonly Bucket[]): string {
  const from = buckets[0]?.from;
  const to = buckets.at(-1)?.to;
  return from === undefined || to === undefined ? '' : spanText(from, to);
}

/** All of it in a sentence, for who does not see it. */
function summaryOf(buckets: readonly Bucket[]): string {
  const highest = buckets.toSorted((a, b) => b.count.value - a.count.value)[0];
  if (highest === undefined || highest.count.value === 0) return 'no entries';
  return `${spanOf(buckets)}: ${partsText(buckets)}. The most, ${countText(highest.count)}, are in ${spanOf([highest])}`;
}

function useTicks(buckets: readonly Bucket[], room: number, step: number): readonly { x: number; label: string }[] {
  const zone = currentZone();
  return useMemo(() => {
    const last = buckets.at(-1);
    const second = buckets[1] ?? buckets[0];
    if (last === undefined || second === undefined) return [];
    const width = widthOf(buckets);
    // The first bucket may be cut: the second one tells where it would begin.
    const start = buckets.length > 1 ? Date.parse(second.from) - width : Date.parse(second.from);
    return ticksOf(start, start + width * buckets.length, Math.max(1, Math.floor(room / labelWidth)), serverNow(), zone)
      .map(({ at, label }) => ({ x: Math.round(((at - start) / width) * step), label }))
      .filter(({ x }) => x < room - 40);
  }, [buckets, room, step, zone]);
}
