import styles from './skeletons.module.css';

const bars = [68, 86, 78, 92, 102];

/** Rows of the right height, so that nothing moves when the entries come. */
export function Skeletons({ count, narrow }: { count: number; narrow: boolean }) {
  return (
    <div data-narrow={narrow || undefined} aria-hidden>
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className={styles.skeleton}>
          {!narrow && bars.map((width) => <span key={width} className={styles.bar} style={{ width }} />)}
          <span className={styles.details}>
            <span className={styles.bar} />
            <span className={styles.bar} />
          </span>
        </div>
      ))}
    </div>
  );
}

/** Stands for the list until its first entries come. */
export function FillingSkeletons({ narrow }: { narrow: boolean }) {
  return (
    <div className={styles.filling}>
      <Skeletons count={narrow ? 8 : 13} narrow={narrow} />
    </div>
  );
}
