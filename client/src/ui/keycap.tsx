import styles from './keycap.module.css';

/** A key of the keyboard. */
export function Keycap({ children }: { children: string }) {
  return <kbd className={styles.cap}>{children}</kbd>;
}
