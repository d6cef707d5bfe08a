import { useMutation } from '@apollo/client/react';
import { Menu } from '@mantine/core';
import { Copy, CornerDownRight, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { CloneTestCaseDocument, DeleteTestCaseDocument } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { failureOf } from '../ui/failure.js';
import { HistoryItem } from '../ui/history-item.js';
import { IconButton } from '../ui/icon-button.js';
import { useSay } from '../ui/toasts.js';
import { MoveDialog, type Movable } from './move-dialog.js';

interface TestCaseMenuProps {
  testCase: Movable;
  /** Asked before one leaves for elsewhere: something may not be saved. */
  guard: (leave: () => void) => void;
  onChanged: () => void;
  onCloned: (key: string) => void;
  onDeleted: () => void;
}

export function TestCaseMenu({ testCase, guard, onChanged, onCloned, onDeleted }: TestCaseMenuProps) {
  const [dialog, setDialog] = useState<'move' | 'delete' | null>(null);
  const [clone] = useMutation(CloneTestCaseDocument);
  const [remove] = useMutation(DeleteTestCaseDocument);
  const say = useSay();
  const close = () => setDialog(null);

  async function onClone() {
    try {
      const { data } = await clone({ variables: { id: testCase.id } });
      if (data === undefined) return;
      const { key } = data.cloneTestCase;
      say(`${testCase.key} was cloned as ${key}.`);
      onChanged();
      onCloned(key);
    } catch (error) {
      say(`${testCase.key} was not cloned. ${failureOf(error).message}`);
    }
  }

  async function onConfirm() {
    await remove({ variables: { id: testCase.id } });
    say(`${testCase.key} was deleted.`);
    onChanged();
    onDeleted();
  }

  return (
    <>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <IconButton label={`Actions for ${testCase.key}`} icon={Ellipsis} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<CornerDownRight size={16} strokeWidth={1.75} />} onClick={() => setDialog('move')}>
            Move
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={16} strokeWidth={1.75} />} onClick={() => void onClone()}>
            Clone
          </Menu.Item>
          <HistoryItem entityId={testCase.id} guard={guard} />
          <Menu.Item
            data-danger
            leftSection={<Trash2 size={16} strokeWidth={1.75} />}
            onClick={() => setDialog('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'move' && <MoveDialog testCase={testCase} onMoved={onChanged} onClose={close} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={`Delete ${testCase.key}?`}
          confirm="Delete test case"
          failed="The test case was not deleted."
          onConfirm={onConfirm}
          onClose={close}
        >
          “{testCase.title}” and its steps are deleted. This cannot be undone. The audit log keeps what it was.
        </ConfirmDialog>
      )}
    </>
  );
}
