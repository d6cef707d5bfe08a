import { useMutation } from '@apollo/client/react';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { CreateProjectDocument, UpdateProjectDocument, type ProjectFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';

const fields = { names: ['name', 'key', 'description'], conflict: 'key' };

interface ProjectDialogProps {
  /** The project to edit; a new one where it is missing. */
  project?: ProjectFieldsFragment;
  onSaved: () => void;
  onClose: () => void;
}

export function ProjectDialog({ project, onSaved, onClose }: ProjectDialogProps) {
  const [create] = useMutation(CreateProjectDocument);
  const [update] = useMutation(UpdateProjectDocument);
  const { busy, failure, errorOf, save } = useSaving(fields);
  const [name, setName] = useState(project?.name ?? '');
  const [key, setKey] = useState('');
  const [description, setDescription] = useState(project?.description ?? '');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await save(async () => {
      const fields = { name: name.trim(), description: description.trim() || null };
      if (project === undefined) await create({ variables: { input: { ...fields, key: key.trim() || null } } });
      else await update({ variables: { id: project.id, input: fields } });
    });
    if (!saved) return;
    onSaved();
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={440}
      title={project === undefined ? 'New project' : 'Edit project'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title="The project was not saved.">
            {failure}
          </Notice>
        )}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Key"
          placeholder="Made from the name"
          description="Short, in capital letters and digits. It never changes."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={16}
          readOnly={project !== undefined}
          value={project?.key ?? key}
          error={errorOf('key')}
          onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
        />
        <Textarea
          label="Description"
          autosize
          minRows={3}
          maxRows={12}
          value={description}
          error={errorOf('description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {project === undefined ? 'Create project' : 'Save'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
