import { Modal } from '@mantine/core';
import { Keycap } from '../ui/keycap.js';
import styles from './keys-dialog.module.css';

const keys = [
  [['j', 'k'], 'Next and previous entry'],
  [['↵'], 'Open the entry'],
  [['esc'], 'Close the entry'],
  [['l'], 'Live on or off'],
  [['x'], 'Exclude a value, in a list of values'],
  [['?'], 'This list'],
] as const;

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" size={360} closeButtonProps={{ 'aria-label': 'Close' }}>
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
    </Modal>
  );
}
