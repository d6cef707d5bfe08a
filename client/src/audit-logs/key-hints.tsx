import { Keycap } from '../ui/keycap.js';
import styles from './key-hints.module.css';

/** The keys one needs most, below the list; where there is a keyboard. */
export function KeyHints({ onShowAll }: { onShowAll: () => void }) {
  return (
    <div className={styles.hints}>
      <span className={styles.hint}>
        <Keycap>j</Keycap>
        <Keycap>k</Keycap> move
      </span>
      <span className={styles.hint}>
        <Keycap>↵</Keycap> open
      </span>
      <span className={styles.hint}>
        <Keycap>f</Keycap> filter
      </span>
      <span className={styles.hint}>
        <Keycap>x</Keycap> exclude
      </span>
      <span className={styles.hint}>
        <Keycap>/</Keycap> search
      </span>
      <span className={styles.hint}>
        <Keycap>l</Keycap> live
      </span>
      <button type="button" className={styles.all} onClick={onShowAll}>
        <Keycap>?</Keycap> all keys
      </button>
    </div>
  );
}
