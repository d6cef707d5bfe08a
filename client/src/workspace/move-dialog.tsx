import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { MoveTestCaseDocument, ProjectDocument, ProjectsDocument } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { FolderSelect } from './folder-select.js';
import { folderTree } from './folder-tree.js';

export interface Movable {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly projectId: string;
  readonly folderId: string | null;
}

interface MoveDialogProps {
  testCase: Movable;
  onMoved: () => void;
  onClose: () => void;
}

export function MoveDialog({ testCase, onMoved, onClose }: MoveDialogProps) {
  const [move] = useMutation(MoveTestCaseDocument);
  const { busy, failure, save } = useSaving();
  const say = useSay();
  const [projectId, setProjectId] = useState(testCase.projectId);
  const [folderId, setFolderId] = useState(testCase.folderId ?? '');
  const projects = useQuery(ProjectsDocument).data?.projects ?? [];
  const folders = useQuery(ProjectDocument, { variables: { id: projectId } }).data?.workspaceProject?.folders ?? [];
  const stays = projectId === testCase.projectId && folderId === (testCase.folderId ?? '');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const moved = await save(async () => {
      await move({ variables: { id: testCase.id, projectId, folderId: folderId || null } });
    });
    if (!moved) return;
    say(`${testCase.key} was moved.`);
    onMoved();
    onClose();
  }

  return (
    <Modal opened onClose={onClose} size={400} title={`Move ${testCase.key}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title="The test case was not moved.">
            {failure}
          </Notice>
        )}
        <NativeSelect
          label="Project"
          data-autofocus
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId}
          onChange={(event) => {
            setProjectId(event.currentTarget.value);
            setFolderId('');
          }}
        />
        <FolderSelect label="Folder" nodes={folderTree(folders)} value={folderId} onChange={setFolderId} />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={stays}>
            Move
          </Button>
        </div>
      </form>
    </Modal>
  );
}
