import { Modal } from '@mantine/core';
import { embedded } from '../ui/embedded.js';
import { Keycap } from '../ui/keycap.js';
import styles from './keys-dialog.module.css';

const groups = [
  [
    'Entries',
    [
      [['j', 'k'], 'Next and previous entry; ↓ and ↑ too'],
      [['←', '→'], 'Value beside it; → opens an operation, ← at its first value closes it'],
      [['↵'], 'Open the entry; of an operation, its entries'],
      [['esc'], 'Close the entry'],
    ],
  ],
  [
    'The value in the current cell',
    [
      [['f'], 'Filter for it; on a time: what happened around it'],
      [['x'], 'Exclude it'],
      [['h'], 'History of what the entry is about'],
      [['t'], 'Its timeline: what it was at any point'],
      [['o'], 'All of the operation that the entry belongs to'],
      [['m'], 'Menu with all of these'],
      [['c'], 'Copy the value'],
      ...(embedded ? [] : [[['⇧', 'C'], 'Copy a link to the entry'] as const]),
    ],
  ],
  [
    'Lists of values',
    [
      [['↓', '↑'], 'Next and previous value'],
      [['space'], 'Choose it, or not any more'],
      [['x'], 'Exclude it, or not any more'],
      [['↵'], 'Apply; a value not chosen yet is chosen first'],
      [['esc'], 'Close without applying'],
    ],
  ],
  [
    'Page',
    [
      [['/'], 'Search; there ↓ goes to the entries, esc clears'],
      [['l'], 'Live on or off'],
      [['z'], 'Times in this browser’s zone, UTC, the organization’s'],
      [['?'], 'This list'],
    ],
  ],
] as const;

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" size={620} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.groups}>
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(([names, meaning]) => (
                <div key={meaning} className={styles.key}>
                  <dt>
                    {names.map((name) => (
                      <Keycap key={name}>{name}</Keycap>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
