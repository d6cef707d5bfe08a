import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  icon?: LucideIcon;
  title: ReactNode;
  /** Why it is empty. */
  children?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {Icon !== undefined && (
        <span className={styles.icon}>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
        </span>
      )}
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <p className={styles.text}>{children}</p>}
      {action}
    </div>
  );
}
