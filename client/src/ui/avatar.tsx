import type { LucideIcon } from 'lucide-react';
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

function initials(name: string | null): string {
  const words = (name ?? '').split(/[\s@._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0]?.at(0) ?? '?';
  const last = words.length > 1 ? (words[1]?.at(0) ?? '') : (words[0]?.at(1) ?? '');
  return (first + last).toUpperCase();
}
