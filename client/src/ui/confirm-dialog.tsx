import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from './notice.js';
import { useSaving } from './use-saving.js';
import styles from './dialog.module.css';

interface ConfirmDialogProps {
  /** The question: what will be done, to what. */
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** The word on the button that does it. */
  confirm: string;
  /** What was meant to be done, for the sentence when it fails: `The folder was not deleted.` */
  failed: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone, and says so when it did not happen. */
export function ConfirmDialog({ title, children, confirm, failed, onConfirm, onClose }: ConfirmDialogProps) {
  const { busy, failure, save } = useSaving();

  async function act() {
    if (await save(onConfirm)) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={title} withCloseButton={false} size={440}>
      <div className={styles.body}>
        {failure !== null && (
          <Notice tone="error" title={failed}>
            {failure}
          </Notice>
        )}
        <div className={styles.text}>{children}</div>
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button variant="danger" loading={busy} onClick={() => void act()}>
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
