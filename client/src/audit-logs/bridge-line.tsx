import { Link2 } from 'lucide-react';
import { clock } from '../ui/time-format.js';
import { useZone } from '../ui/zone.js';
import type { Bridge } from './entry-store.js';
import styles from './bridge-line.module.css';

/** Says that what stands above came together after a time without live, so that nobody takes it for a quiet one. */
export function BridgeLine({ bridge: { count, from, to, why } }: { bridge: Bridge }) {
  const zone = useZone();
  return (
    <span className={styles.bridge}>
      <Link2 size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.words}>Caught up {count.toLocaleString('en')}</span>
      <span className={styles.why}>
        live was {why === 'cut' ? 'cut off' : 'paused'} {clock(from, zone)} – {clock(to, zone)}, nothing is missing
      </span>
    </span>
  );
}
