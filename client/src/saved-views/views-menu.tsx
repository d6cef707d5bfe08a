import type { PageFilter } from '@audit-log/shared/filter-url';
import { Button } from '@mantine/core';
import { Star } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { SavedViewFieldsFragment } from '../gql/graphql.js';
import { later } from '../ui/later.js';
import { LazyPopover } from '../ui/lazy-popover.js';
import { useSay } from '../ui/toasts.js';
import type { Shown } from './shown.js';
import styles from './views-menu.module.css';

const ViewsList = lazy(() => import('./views-list.js'));
const ViewDialog = later(() => import('./view-dialog.js'));
const DeleteViewDialog = later(() => import('./delete-view-dialog.js'));

/** What the page and its saved views do with one another. */
export interface ViewsOfPage extends Shown {
  /** A filter in one line, with its time. */
  readonly describe: (filter: PageFilter) => string;
  /** Shows a saved view. */
  readonly onOpen: (id: string, filter: PageFilter) => void;
  /** What is shown is that saved view from now on, or none. */
  readonly onSaved: (id: string | null) => void;
}

type Task = { readonly kind: 'list' | 'new' } | { readonly kind: 'edit' | 'delete'; readonly view: SavedViewFieldsFragment };

/** Filters that are kept under a name: one's own and those that are shared. */
export function ViewsMenu(page: ViewsOfPage) {
  const { filter, saved, describe, onSaved } = page;
  const [task, setTask] = useState<Task | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const opened = task?.kind === 'list';
  const say = useSay();

  function close() {
    setTask(null);
    button.current?.focus();
  }

  function onFailed() {
    close();
    say('This did not load. Try again when the connection is back, or reload the page.');
  }

  return (
    <>
      <Button
        ref={button}
        variant="subtle"
        classNames={{ root: styles.button, section: styles.icon }}
        leftSection={<Star size={16} strokeWidth={1.75} data-on={saved !== null || undefined} className={styles.star} />}
        title="Views"
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={() => setTask(opened ? null : { kind: 'list' })}
      >
        <span className={styles.label}>Views</span>
      </Button>
      <LazyPopover
        opened={opened}
        anchor={button}
        label="Views"
        width={360}
        position="bottom-end"
        onDismiss={() => setTask((now) => (now?.kind === 'list' ? null : now))}
      >
        <Suspense fallback={<div className={styles.loading} />}>
          <ViewsList
            {...page}
            onClose={close}
            onNew={() => setTask({ kind: 'new' })}
            onEdit={(view) => setTask({ kind: 'edit', view })}
            onDelete={(view) => setTask({ kind: 'delete', view })}
          />
        </Suspense>
      </LazyPopover>
      {task?.kind === 'new' && <ViewDialog view={null} filter={filter} describe={describe} onSaved={onSaved} onClose={close} onFailed={onFailed} />}
      {task?.kind === 'edit' && <ViewDialog view={task.view} filter={filter} describe={describe} onSaved={() => undefined} onClose={close} onFailed={onFailed} />}
      {task?.kind === 'delete' && (
        <DeleteViewDialog
          view={task.view}
          onDeleted={() => {
            if (saved === task.view.id) onSaved(null);
          }}
          onClose={close}
          onFailed={onFailed}
        />
      )}
    </>
  );
}

/** Keeps what is shown, beside what it is narrowed to. */
export function SaveAsView({ filter, describe, onSaved }: Pick<ViewsOfPage, 'filter' | 'describe' | 'onSaved'>) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const say = useSay();

  function close() {
    setOpened(false);
    button.current?.focus();
  }

  return (
    <>
      <Button ref={button} variant="subtle" className={styles.save} onClick={() => setOpened(true)}>
        Save as view
      </Button>
      {opened && (
        <ViewDialog
          view={null}
          filter={filter}
          describe={describe}
          onSaved={onSaved}
          onClose={close}
          onFailed={() => {
            close();
            say('This did not load. Try again when the connection is back, or reload the page.');
          }}
        />
      )}
    </>
  );
}
