import type { PageFilter } from '@audit-log/shared/filter-url';
import { Button, Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.layer.css';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { FieldChange } from '@audit-log/shared/entry';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { EmptyState } from '../ui/empty-state.js';
import { IconButton } from '../ui/icon-button.js';
import { ChangeSection } from './change-section.js';
import { CopyLink } from './copy-link.js';
import { EntityName } from './details-cell.js';
import { EntryContext } from './entry-context.js';
import { EntryFacts } from './entry-facts.js';
import { ActionText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { PlainValues } from './plain-values.js';
import { RawJson } from './raw-json.js';
import { byTelling } from './summary.js';
import type { MenuPlace } from './use-cells.js';
import { useEntry } from './use-entry.js';
import { kindOf } from './value.js';
import { OpenMenu, ValueHandle } from './value-handle.js';
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
  /** Opens another entry in its place. */
  onOpen: (id: string) => void;
  /** Shows what a filter lets through in the list. */
  onShow: (filter: PageFilter, entry?: Entry) => void;
  onMenu: (place: MenuPlace) => void;
  onClose: () => void;
}

/** All of one entry, beside the list. The list stays usable, and where it was. */
export default function EntryPanel(props: EntryPanelProps) {
  const { id, known, hasPrevious, hasNext, takeFocus, onMove, onOpen, onShow, onMenu, onClose } = props;
  const { entry, failure, retry } = useEntry(id, known);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takeFocus) panel.current?.focus({ preventScroll: true });
  }, [takeFocus]);

  // The tab stays when one goes on to another entry.
  const [tab, setTab] = useState<string | null>('changes');

  return (
    <OpenMenu value={onMenu}>
    <aside className={styles.panel} aria-label="Entry details" role="complementary" ref={panel} tabIndex={-1}>
      <div className={styles.bar}>
        {entry !== undefined && (
          <span className={styles.kind}>
            <ValueHandle entry={entry} column="action">
              <span className={styles.action}>
                <ActionText action={entry.action} />
              </span>
            </ValueHandle>
            <ValueHandle entry={entry} column="eventType">
              <span className={styles.type}>{eventTypeOf(entry.eventType).label}</span>
            </ValueHandle>
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
          <Content entry={entry} tab={tab} onTab={setTab} onOpen={onOpen} onShow={onShow} />
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
    </OpenMenu>
  );
}

interface ContentProps extends Pick<EntryPanelProps, 'onOpen' | 'onShow'> {
  entry: Entry;
  tab: string | null;
  onTab: (tab: string | null) => void;
}

function Content({ entry, tab, onTab, onOpen, onShow }: ContentProps) {
  return (
    <>
      <div className={styles.about}>
        <h2 className={styles.title}>
          <EntityName entry={entry} />
        </h2>
        <EntryFacts entry={entry} />
      </div>
      <Tabs value={tab} onChange={onTab} keepMounted={false} classNames={{ list: styles.tabs, tab: styles.tab }}>
        <Tabs.List>
          <Tabs.Tab value="changes">
            {headingOf(entry)} <span className={styles.badge}>{entry.details.length}</span>
          </Tabs.Tab>
          <Tabs.Tab value="context">Context</Tabs.Tab>
          <Tabs.Tab value="json">Raw JSON</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="changes">
          <Changes entry={entry} />
        </Tabs.Panel>
        <Tabs.Panel value="context">
          <EntryContext entry={entry} onOpen={onOpen} onShow={onShow} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <RawJson entry={entry} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Whether all fields come with it, or go with it: then there is nothing to compare. */
function sideOf({ action, details }: Entry): 'old' | 'new' | null {
  const { tone } = actionOf(action);
  if (tone === 'delete' && details.every((change) => kindOf(change.new) === 'empty')) return 'old';
  return tone !== 'update' && details.every((change) => kindOf(change.old) === 'empty') ? 'new' : null;
}

function headingOf(entry: Entry): string {
  return { old: 'What it was', new: 'Values', both: 'Changes' }[sideOf(entry) ?? 'both'];
}

function Changes({ entry }: { entry: Entry }) {
  const { details, erased } = entry;
  const side = sideOf(entry);
  if (details.length === 0) {
    return (
      <p className={styles.none}>
        {erased ? 'The values were erased. The entry itself, and its place in the log, remain.' : 'No values belong to this.'}
      </p>
    );
  }
  const ordered = details.toSorted(byTelling);
  const handle = (change: FieldChange, title: ReactNode) => (
    <ValueHandle entry={entry} column="details" of={{ change }}>
      {title}
    </ValueHandle>
  );
  if (side !== null) return <PlainValues details={ordered} side={side} handle={handle} />;
  return ordered.map((change) => <ChangeSection key={change.field} change={change} handle={handle} />);
}
