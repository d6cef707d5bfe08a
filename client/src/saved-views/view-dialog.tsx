import { useMutation } from '@apollo/client/react';
import { filterToSearchParams, type PageFilter } from '@audit-log/shared/filter-url';
import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { CreateSavedViewDocument, UpdateSavedViewDocument, type SavedViewFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { IsolatedText } from '../ui/visible-text.js';
import { filterOf } from './shown.js';
import styles from './view-dialog.module.css';

const fields = { names: ['name', 'shared', 'filter'], conflict: 'name' };

interface ViewDialogProps {
  /** The one to change; null: what is shown is saved as a new one. */
  view: SavedViewFieldsFragment | null;
  /** What is shown. */
  filter: PageFilter;
  describe: (filter: PageFilter) => string;
  onSaved: (id: string) => void;
  onClose: () => void;
}

/** Names a view, and says who has it. */
export default function ViewDialog({ view, filter: shownNow, describe, onSaved, onClose }: ViewDialogProps) {
  const [create] = useMutation(CreateSavedViewDocument, {
    // The list is asked for anew when it is opened next.
    update: (cache) => void cache.evict({ id: 'ROOT_QUERY', fieldName: 'savedViews' }),
  });
  const [update] = useMutation(UpdateSavedViewDocument, {
    update: (cache) => void cache.evict({ id: 'ROOT_QUERY', fieldName: 'savedViews' }),
  });
  const { busy, failure, errorOf, save } = useSaving(fields);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  // What is saved is what was shown when one began to.
  const [filter] = useState(view === null ? shownNow : filterOf(view));
  const say = useSay();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const done = await save(async () => {
      if (view !== null) {
        await update({ variables: { id: view.id, input: { name: name.trim(), shared } } });
        return;
      }
      const input = { name: name.trim(), filter: filterToSearchParams(filter).toString(), shared };
      const { data } = await create({ variables: { input } });
      if (data != null) onSaved(data.createSavedView.id);
    });
    if (!done) return;
    say(`View “${name.trim()}” was saved.`);
    onClose();
  }

  const wrong = errorOf('shared') ?? errorOf('filter') ?? failure;
  return (
    <Modal opened onClose={onClose} size={440} title={view === null ? 'Save as view' : `View ${view.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {wrong !== null && (
          <Notice tone="error" title="The view was not saved.">
            {wrong}
          </Notice>
        )}
        <TextInput
          label="Name"
          placeholder="What it shows, such as Deleted test cases"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <label className={styles.shared}>
          <input type="checkbox" className={styles.box} checked={shared} aria-describedby="view-shared" onChange={({ currentTarget: { checked } }) => setShared(checked)} />
          <span className={styles.text}>
            Shared with everyone who can read the log
            <span id="view-shared" className={styles.note}>
              {shared ? 'They can open it, and administrators can change it.' : 'It is in your list alone.'} That it was saved stands in the audit log.
            </span>
          </span>
        </label>
        <div className={styles.what}>
          <p className={styles.summary}>
            <IsolatedText text={describe(filter)} />
          </p>
          <p className={styles.note}>{timeNote(filter)}</p>
        </div>
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {view === null ? 'Save view' : 'Save'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What becomes of the time. */
function timeNote({ range, from, to }: PageFilter): string {
  if (range) return 'The time is relative: it counts back from whenever the view is opened.';
  if (from && to) return 'The time is fixed: from and to stay these moments whenever the view is opened.';
  if (from || to) return 'The time is fixed: this moment stays whenever the view is opened.';
  return 'It shows entries of all time.';
}
