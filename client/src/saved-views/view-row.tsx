import { Check, Pencil, Star, Trash2 } from 'lucide-react';
import type { SavedViewFieldsFragment } from '../gql/graphql.js';
import { IconButton } from '../ui/icon-button.js';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import styles from './views-list.module.css';

interface ViewRowProps {
  view: SavedViewFieldsFragment;
  /** Its filter in one line. */
  summary: string;
  shown: boolean;
  /** Whether the keyboard begins here. */
  first: boolean;
  busy: boolean;
  onOpen: () => void;
  onDefault: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** A saved view: opened by its name, and what may be done with it beside that. */
export function ViewRow({ view, summary, shown, first, busy, onOpen, onDefault, onEdit, onDelete }: ViewRowProps) {
  const { isDefault, shared, creatorName, canChange } = view;
  const name = withCodes(view.name);
  return (
    <li className={styles.row}>
      <button type="button" className={styles.open} data-open data-autofocus={first || undefined} aria-current={shown || undefined} onClick={onOpen}>
        <Check size={16} strokeWidth={1.75} className={styles.check} data-shown={shown || undefined} aria-hidden />
        <span className={styles.text}>
          <span className={styles.name}>
            <IsolatedText text={view.name} />
          </span>
          <span className={styles.summary} title={summary}>
            {isDefault && <span className={styles.default}>default</span>}
            <IsolatedText text={shared && creatorName !== null ? `${summary} · by ${creatorName}` : summary} />
          </span>
        </span>
      </button>
      <IconButton
        className={styles.star}
        label={`Open the log with ${name}`}
        title={isDefault ? 'Your log opens with this view. Press for none.' : 'Open the log with this view'}
        aria-pressed={isDefault}
        icon={Star}
        disabled={busy}
        onClick={onDefault}
      />
      {canChange && (
        <>
          <IconButton label={`Rename or share ${name}`} icon={Pencil} onClick={onEdit} />
          <IconButton label={`Delete ${name}`} icon={Trash2} onClick={onDelete} />
        </>
      )}
    </li>
  );
}
