import { ArrowUp } from 'lucide-react';
import { mustReload, type EntryWindow } from './entry-window.js';
import styles from './new-entries-pill.module.css';

interface NewEntriesPillProps {
  window: EntryWindow | null;
  onShow: () => void;
}

/** How many entries wait above; a click shows them. */
export function NewEntriesPill({ window, onShow }: NewEntriesPillProps) {
  const count = window?.pending.length ?? 0;
  const overflowed = window !== null && window.overflowed && mustReload(window);
  const words = overflowed ? 'Many new entries' : `${count.toLocaleString('en')} new ${count === 1 ? 'entry' : 'entries'}`;
  return (
    <span role="status" aria-label="New entries">
      {(count > 0 || overflowed) && (
        <button type="button" className={styles.pill} onClick={onShow}>
          <ArrowUp size={14} strokeWidth={2} aria-hidden />
          {words}
        </button>
      )}
    </span>
  );
}
