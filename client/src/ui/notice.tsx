import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  /** `warning`: something waits or is retried; `error`: what was asked for did not happen. */
  tone: 'warning' | 'error';
  /** What failed. */
  title: ReactNode;
  /** What is still true, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** Set on what stands in the page from the start, so that it is not read out. */
  quiet?: boolean;
}

/** A boxed message in the flow of the page. */
export function Notice({ tone, title, children, action, quiet = false }: NoticeProps) {
  const Icon = tone === 'warning' ? TriangleAlert : CircleAlert;
  return (
    <div className={styles.notice} data-tone={tone} role={quiet ? undefined : 'alert'}>
      <Icon className={styles.icon} size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <div className={styles.body}>{children}</div>}
      </div>
      {action}
    </div>
  );
}
