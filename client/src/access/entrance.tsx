import { useEffect, type ReactNode } from 'react';
import { Logo } from '../ui/logo.js';
import styles from './entrance.module.css';

interface EntranceProps {
  title: string;
  /** One line under the title. */
  lead?: ReactNode;
  children: ReactNode;
  /** One line at the foot. */
  foot?: ReactNode;
}

/** The frame of the pages one sees before being signed in. */
export function Entrance({ title, lead, children, foot }: EntranceProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <div className={styles.column}>
          <Logo size={30} />
          <h1 className={styles.title}>{title}</h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          <div className={styles.content}>{children}</div>
        </div>
        {foot !== undefined && <p className={styles.foot}>{foot}</p>}
      </main>
      <aside className={styles.aside} aria-label="About this product">
        <Sample />
        <h2 className={styles.claim}>Every change, in order.</h2>
        <p className={styles.promise}>
          Each change is recorded in the moment it is made, with its old value and its new one, and numbered without
          gaps.
        </p>
      </aside>
    </div>
  );
}

const sample = [
  ['14:02:11', 'update', 'Card declined shows a retry option'],
  ['13:58:42', 'update', 'IAM access key created for another user'],
  ['13:55:03', 'failed', 'Password'],
  ['13:52:40', 'create', 'ci-release'],
  ['13:41:09', 'create', 'Okta login without push marker'],
  ['13:40:02', 'delete', 'Configuration required'],
  ['13:36:51', 'update', 'Okta identity provider created'],
] as const;

/** A drawing of the log, not data: hidden from those who would have it read out. */
function Sample() {
  return (
    <ol className={styles.sample} aria-hidden>
      {sample.map(([time, tone, name]) => (
        <li key={time} className={styles.entry} data-tone={tone}>
          <span className={styles.dot} />
          <span className={styles.time}>{time}</span>
          <span className={styles.action}>{tone === 'failed' ? 'sign-in failed' : tone}</span>
          <span>{name}</span>
        </li>
      ))}
    </ol>
  );
}
