import { useMutation } from '@apollo/client/react';
import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Ellipsis, Trash2 } from 'lucide-react';
import { forget } from '../apollo.js';
import { RevokeApiKeyDocument, type ApiKeyFieldsFragment } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { HistoryItem } from '../ui/history-item.js';
import { IconButton } from '../ui/icon-button.js';
import { useSay } from '../ui/toasts.js';

interface ApiKeyActionsProps {
  apiKey: ApiKeyFieldsFragment;
  onChanged: () => void;
}

export function ApiKeyActions({ apiKey, onChanged }: ApiKeyActionsProps) {
  const [revoking, dialog] = useDisclosure(false);
  const [revoke] = useMutation(RevokeApiKeyDocument, {
    // The list holds what still works.
    update: (cache, { data }) => {
      if (data != null) forget(cache, data.revokeApiKey);
    },
  });
  const say = useSay();

  async function onConfirm() {
    await revoke({ variables: { id: apiKey.id } });
    say(`API key ${apiKey.name} was revoked.`);
    onChanged();
  }

  return (
    <>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <IconButton label={`Actions for ${apiKey.name}`} icon={Ellipsis} />
        </Menu.Target>
        <Menu.Dropdown>
          <HistoryItem entityId={apiKey.id} />
          <Menu.Item data-danger leftSection={<Trash2 size={16} strokeWidth={1.75} />} onClick={dialog.open}>
            Revoke
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {revoking && (
        <ConfirmDialog
          title={`Revoke API key ${apiKey.name}?`}
          confirm="Revoke key"
          failed="The key was not revoked."
          onConfirm={onConfirm}
          onClose={dialog.close}
        >
          Programs that use it are refused at once, and what they watch is cut off. This cannot be undone. The audit log
          keeps what was done with it.
        </ConfirmDialog>
      )}
    </>
  );
}
