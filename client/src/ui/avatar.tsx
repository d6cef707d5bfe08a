import type { LucideIcon } from 'lucide-react';
import { initials } from './initials.js';
import styles from './avatar.module.css';

/** A person: initials in a circle. Decoration only, the name stands beside it. */
export function Avatar({ name, size = 20 }: { name: string | null; size?: 20 | 28 }) {
  return (
    <span className={styles.round} data-size={size} aria-hidden>
      {initials(name)}
    </span>
  );
}

/** Whatever acts and is no person: an icon in an outlined square. */
export function SquareAvatar({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span className={styles.square} aria-hidden>
      <Icon size={12} strokeWidth={1.75} />
    </span>
  );
}
