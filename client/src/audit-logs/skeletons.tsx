import styles from './skeletons.module.css';

const bars = { time: 68, eventType: 86, action: 78, project: 92, user: 102 };

/** Rows of the right height, so that nothing moves when the entries come. */
export function Skeletons({ count, narrow }: { count: number; narrow: boolean }) {
  return (
    <div data-narrow={narrow || undefined} aria-hidden>
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className={styles.skeleton}>
          {!narrow && Object.entries(bars).map(([column, width]) => <span key={column} className={styles.bar} data-bar={column} style={{ width }} />)}
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
