import { useMutation } from '@apollo/client/react';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { Scope } from '@audit-log/shared/permission';
import { useState, type SubmitEvent } from 'react';
import { CreateApiKeyDocument, type CreateApiKeyMutation } from '../gql/graphql.js';
import { CopyField } from '../ui/copy-field.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { dayKey } from '../ui/time-format.js';
import { zoneName } from '../ui/zone.js';
import { useSaving } from '../ui/use-saving.js';
import { expiresAt, expiryChoices, type Expiry } from './key-expiry.js';
import { ScopeBoxes } from './scope-boxes.js';

type Created = CreateApiKeyMutation['createApiKey'];

interface CreateKeyDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateKeyDialog({ onCreated, onClose }: CreateKeyDialogProps) {
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size={440}
      title={created === null ? 'New API key' : `API key ${created.apiKey.name}`}
      // The key would be gone with a click beside it, or a key pressed too soon.
      closeOnClickOutside={created === null}
      closeOnEscape={created === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {created === null ? (
        <KeyForm
          onClose={onClose}
          onCreated={(made) => {
            setCreated(made);
            onCreated();
          }}
        />
      ) : (
        <div className={dialog.body}>
          <Notice tone="warning" title="Copy the key now." quiet>
            It is shown only this once. Whoever has it can do what its scopes allow.
          </Notice>
          <CopyField label="Key" value={created.key} />
          <div className={dialog.actions}>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

const fields = { names: ['name', 'expiresAt'] };

interface KeyFormProps {
  onCreated: (created: Created) => void;
  onClose: () => void;
}

function KeyForm({ onCreated, onClose }: KeyFormProps) {
  const [create] = useMutation(CreateApiKeyDocument, {
    // The key itself is to be nowhere but in the dialog that shows it.
    fetchPolicy: 'no-cache',
  });
  const { busy, failure, errorOf, save } = useSaving(fields);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [expiry, setExpiry] = useState<Expiry>('90-days');
  const [day, setDay] = useState('');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    await save(async () => {
      const input = { name: name.trim(), scopes, expiresAt: expiresAt(expiry, day, Date.now()) };
      const { data } = await create({ variables: { input } });
      if (data !== undefined) onCreated(data.createApiKey);
    });
  }

  return (
    <form className={dialog.body} onSubmit={(event) => void submit(event)}>
      {failure !== null && (
        <Notice tone="error" title="The key was not made.">
          {failure}
        </Notice>
      )}
      <TextInput
        label="Name"
        placeholder="What it is for, such as nightly-backup"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        error={errorOf('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ScopeBoxes scopes={scopes} onChange={setScopes} />
      <NativeSelect
        label="Expires"
        data={[...expiryChoices]}
        value={expiry}
        onChange={(event) => setExpiry(event.currentTarget.value as Expiry)}
      />
      {expiry === 'date' && (
        <TextInput
          label="Last day"
          description={`It works until the end of this day in ${zoneName()}.`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type="date"
          required
          withAsterisk={false}
          min={dayKey(Date.now())}
          value={day}
          error={errorOf('expiresAt')}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      )}
      <div className={dialog.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={scopes.length === 0}>
          Create key
        </Button>
      </div>
    </form>
  );
}
