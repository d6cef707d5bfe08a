import { Button } from '@mantine/core';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { EmptyState } from '../ui/empty-state.js';
import { IconButton } from '../ui/icon-button.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ChangeSection } from './change-section.js';
import { CopyLink } from './copy-link.js';
import { EntryFacts } from './entry-facts.js';
import { ActionText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { PlainValues } from './plain-values.js';
import { useEntry } from './use-entry.js';
import { kindOf } from './value.js';
import { entityName } from './words.js';
import styles from './entry-panel.module.css';

interface EntryPanelProps {
  id: string;
  /** The entry, where the list has it; otherwise it is asked for. */
  known: Entry | undefined;
  hasPrevious: boolean;
  hasNext: boolean;
  /** Whether the keyboard should stand in the panel: when it was opened here, not when a link opened it. */
  takeFocus: boolean;
  onMove: (by: 1 | -1) => void;
  onClose: () => void;
}

/** All of one entry, beside the list. The list stays usable, and where it was. */
export default function EntryPanel({ id, known, hasPrevious, hasNext, takeFocus, onMove, onClose }: EntryPanelProps) {
  const { entry, failure, retry } = useEntry(id, known);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takeFocus) panel.current?.focus({ preventScroll: true });
  }, [takeFocus]);

  return (
    <aside className={styles.panel} aria-label="Entry details" role="complementary" ref={panel} tabIndex={-1}>
      <div className={styles.bar}>
        {entry !== undefined && (
          <span className={styles.kind}>
            <span className={styles.action}>
              <ActionText action={entry.action} />
            </span>
            <span className={styles.type}>{eventTypeOf(entry.eventType).label}</span>
          </span>
        )}
        <span className={styles.tools}>
          <IconButton label="Newer entry" icon={ArrowUp} disabled={!hasPrevious} onClick={() => onMove(-1)} />
          <IconButton label="Older entry" icon={ArrowDown} disabled={!hasNext} onClick={() => onMove(1)} />
          <CopyLink />
          <IconButton label="Close details" icon={X} onClick={onClose} />
        </span>
      </div>
      <div className={styles.content} key={id}>
        {entry !== undefined ? (
          <Content entry={entry} />
        ) : failure === null ? (
          <p className={styles.loading} role="status">
            Loading the entry
          </p>
        ) : (
          <EmptyState
            title={failure.title}
            action={
              failure.retry && (
                <Button variant="default" onClick={retry}>
                  Try again
                </Button>
              )
            }
          >
            {failure.text}
          </EmptyState>
        )}
      </div>
    </aside>
  );
}

function Content({ entry }: { entry: Entry }) {
  return (
    <>
      <div className={styles.about}>
        <h2 className={styles.title}>
          <IsolatedText text={entityName(entry)} />
        </h2>
        <EntryFacts entry={entry} />
      </div>
      <Changes entry={entry} />
    </>
  );
}

function Changes({ entry: { action, details, erased } }: { entry: Entry }) {
  const { tone } = actionOf(action);
  const made = tone !== 'update' && details.every((change) => kindOf(change.old) === 'empty');
  const gone = tone === 'delete' && details.every((change) => kindOf(change.new) === 'empty');
  if (details.length === 0) {
    return (
      <p className={styles.none}>
        {erased ? 'The values were erased. The entry itself, and its place in the log, remain.' : 'No values belong to this.'}
      </p>
    );
  }
  return (
    <>
      <h3 className={styles.heading}>
        {made || gone ? (gone ? 'What it was' : 'Values') : 'Changes'}
        <span className={styles.badge}>{details.length}</span>
      </h3>
      {made || gone ? (
        <PlainValues details={details} side={gone ? 'old' : 'new'} />
      ) : (
        details.map((change) => <ChangeSection key={change.field} change={change} />)
      )}
    </>
  );
}
