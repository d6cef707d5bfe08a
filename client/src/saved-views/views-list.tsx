import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { filterToSearchParams } from '@audit-log/shared/filter-url';
import { SavedViewsDocument, SetDefaultSavedViewDocument, UpdateSavedViewDocument, type SavedViewFieldsFragment } from '../gql/graphql.js';
import { useDefaultView } from '../ui/default-view.js';
import { LoadFailed } from '../ui/load-failed.js';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { IsolatedText } from '../ui/visible-text.js';
import { filterOf, shownView } from './shown.js';
import { ViewRow } from './view-row.js';
import type { ViewsOfPage } from './views-menu.js';
import styles from './views-list.module.css';

interface ViewsListProps extends ViewsOfPage {
  onClose: () => void;
  onNew: () => void;
  onEdit: (view: SavedViewFieldsFragment) => void;
  onDelete: (view: SavedViewFieldsFragment) => void;
}

/** One's own views and the shared ones, and what may be done with each. */
export default function ViewsList({ filter, saved, describe, onOpen, onClose, onNew, onEdit, onDelete }: ViewsListProps) {
  const { data, error, refetch } = useQuery(SavedViewsDocument);
  const [setDefault] = useMutation(SetDefaultSavedViewDocument);
  const [update] = useMutation(UpdateSavedViewDocument);
  const { busy, failure, save } = useSaving();
  const [tried, setTried] = useState('');
  const say = useSay();
  const list = useRef<HTMLDivElement>(null);

  const views = data?.savedViews;
  const shown = views === undefined ? null : shownView(views, { filter, saved });

  // What the log opens with may have been changed elsewhere.
  const { view: standing, change: tellDefault } = useDefaultView();
  const chosen = views?.find(({ isDefault }) => isDefault) ?? null;
  const takeUp = useEffectEvent(() => {
    if (views !== undefined && (standing?.id !== chosen?.id || standing?.filter !== chosen?.filter)) tellDefault(chosen);
  });
  useEffect(() => takeUp(), [views, chosen]);

  const loaded = views !== undefined;
  useEffect(() => {
    if (loaded) (list.current?.querySelector<HTMLElement>('[data-autofocus]') ?? list.current?.querySelector('button'))?.focus();
  }, [loaded]);

  function open(view: SavedViewFieldsFragment) {
    onOpen(view.id, filterOf(view));
    onClose();
  }

  async function toggleDefault({ id, isDefault, name }: SavedViewFieldsFragment) {
    setTried('The default was not changed.');
    const done = await save(async () => {
      await setDefault({ variables: { id: isDefault ? null : id } });
      await refetch();
    });
    if (done) say(isDefault ? 'Your log opens with the last 7 days again.' : `Your log opens with “${name}” from now on.`);
  }

  async function saveChanges({ id, name }: SavedViewFieldsFragment) {
    setTried('The changes were not saved.');
    const input = { filter: filterToSearchParams(filter).toString() };
    const done = await save(async () => {
      await update({ variables: { id, input } });
    });
    if (!done) return;
    say(`“${name}” was saved with the filters you see.`);
    onClose();
  }

  /** From one view to the next, past what may be done with each. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-open]') ?? [])];
    const row = document.activeElement?.closest('li')?.querySelector<HTMLElement>('[data-open]');
    const at = row == null ? -1 : buttons.indexOf(row);
    event.preventDefault();
    buttons[event.key === 'ArrowDown' ? at + 1 : Math.max(0, at - 1)]?.focus();
  }

  const rows = (title: string, own: boolean) => {
    const some = views?.filter(({ shared }) => shared !== own) ?? [];
    return (
      some.length > 0 && (
        <section>
          <h2 className={styles.group}>{title}</h2>
          <ul aria-label={title}>
            {some.map((view) => (
              <ViewRow
                key={view.id}
                view={view}
                summary={describe(filterOf(view))}
                shown={shown?.view.id === view.id}
                first={view === (shown?.view ?? views?.[0])}
                busy={busy}
                onOpen={() => open(view)}
                onDefault={() => void toggleDefault(view)}
                onEdit={() => onEdit(view)}
                onDelete={() => onDelete(view)}
              />
            ))}
          </ul>
        </section>
      )
    );
  };

  return (
    <div ref={list} onKeyDown={onKeyDown}>
      {shown?.changed === true && (
        <div className={styles.changed}>
          <p>
            <strong>
              <IsolatedText text={shown.view.name} />
            </strong>{' '}
            has been changed since it was opened.
          </p>
          <div className={styles.buttons}>
            {shown.view.canChange && (
              <Button size="xs" loading={busy} onClick={() => void saveChanges(shown.view)}>
                Save changes
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => open(shown.view)}>
              Undo changes
            </Button>
          </div>
        </div>
      )}
      {failure !== null && (
        <Notice tone="error" title={tried}>
          {failure}
        </Notice>
      )}
      <div className={styles.rows} role="group" aria-label="Saved views" tabIndex={-1}>
        {views === undefined ? (
          error === undefined ? (
            <div className={styles.loading} />
          ) : (
            <LoadFailed what="The views" error={error} onRetry={() => void refetch()} />
          )
        ) : views.length === 0 ? (
          <p className={styles.none}>No views yet. Filter the log, then save what you see under a name, for yourself or for everybody who can read the log.</p>
        ) : (
          <>
            {rows('Yours', true)}
            {rows('Shared', false)}
          </>
        )}
      </div>
      <div className={styles.foot}>
        <Button variant="subtle" leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={onNew}>
          Save as view…
        </Button>
      </div>
    </div>
  );
}
