import { Menu } from 'lucide-react';
import { createContext, use, useEffect, type ReactNode } from 'react';
import { IconButton } from './icon-button.js';
import styles from './page-header.module.css';

/** Opens the navigation where it does not stand beside the page, as on a phone; null where there is none. */
export const OpenNavigation = createContext<(() => void) | null>(() => undefined);

interface PageHeaderProps {
  title: string;
  /** What the browser's tab says before the product's name; the title where it is missing. */
  tab?: string;
  /** Stands before the title: the way back to what the page belongs to. */
  trail?: ReactNode;
  /** Actions of the page, at the right. */
  children?: ReactNode;
}

export function PageHeader({ title, tab = title, trail, children }: PageHeaderProps) {
  const openNavigation = use(OpenNavigation);
  useEffect(() => {
    document.title = tab === 'Audit Logs' ? tab : `${tab} · Audit Logs`;
  }, [tab]);
  return (
    <header className={styles.header}>
      {openNavigation !== null && <IconButton className={styles.burger} label="Open navigation" icon={Menu} onClick={openNavigation} />}
      <div className={styles.heading}>
        {trail}
        <h1 className={styles.title}>{title}</h1>
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  );
}
