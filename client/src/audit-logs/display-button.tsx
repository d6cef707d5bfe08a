import { SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { LazyPopover } from '../ui/lazy-popover.js';
import { display, isUsual } from './display.js';
import styles from './display-button.module.css';

const DisplaySettings = lazy(() => import('./display-settings.js'));

/** At the end of the table's head: which columns there are, and how close the rows stand. */
export function DisplayButton() {
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const usual = isUsual(display.use());
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-label="Display"
        title="Columns and density"
        aria-haspopup="dialog"
        aria-expanded={opened}
        data-changed={!usual || undefined}
        onClick={() => setOpened(!opened)}
      >
        <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
      </button>
      <LazyPopover opened={opened} anchor={button} label="Display" width={260} position="bottom-end" onDismiss={() => setOpened(false)}>
        {opened && (
          <Suspense fallback={<div className={styles.loading} />}>
            <DisplaySettings />
          </Suspense>
        )}
      </LazyPopover>
    </>
  );
}
