import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from '../ui/icon-button.js';
import { useShortcuts } from '../ui/use-shortcuts.js';
import styles from './panel-frame.module.css';

/** What every panel over the list of test cases is told. */
export interface PanelProps {
  onChanged: () => void;
  /** Tells whether something was written that is not saved. */
  onUnsaved: (unsaved: boolean) => void;
  onClose: () => void;
}

interface FrameProps {
  title: string;
  place?: string | null;
  tools?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/** A panel over the list: escape closes it from anywhere. */
export function PanelFrame({ title, place, tools, children, onClose }: FrameProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus]');
    (first ?? panel.current)?.focus({ preventScroll: true });
  }, [title]);
  useShortcuts({ Escape: onClose });
  return (
    <aside
      className={styles.panel}
      aria-label="Test case"
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.bar}>
        <h2 className={styles.title}>{title}</h2>
        {place != null && <span className={styles.place}>{place.replaceAll('/', ' / ')}</span>}
        <span className={styles.tools}>
          {tools}
          <IconButton label="Close test case" icon={X} onClick={onClose} />
        </span>
      </div>
      {children}
    </aside>
  );
}
