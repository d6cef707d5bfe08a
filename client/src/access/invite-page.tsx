import { useMutation } from '@apollo/client/react';
import { Button, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { AcceptInviteDocument } from '../gql/graphql.js';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';
import { Entrance } from './entrance.js';
import { NewPassword } from './new-password.js';
import { TicketGate, type Ticket } from './ticket.js';
import { useChangeViewer } from './viewer.js';

interface InvitePageProps {
  token: string;
  /** Called once the invited person is signed in. */
  onDone: () => void;
}

export default function InvitePage({ token, onDone }: InvitePageProps) {
  return (
    <TicketGate token={token} purpose="INVITE">
      {(ticket) => <AcceptForm token={token} ticket={ticket} onDone={onDone} />}
    </TicketGate>
  );
}

function AcceptForm({ token, ticket, onDone }: InvitePageProps & { ticket: Ticket }) {
  const [accept] = useMutation(AcceptInviteDocument);
  const { busy, failure, save } = useSaving();
  const changeViewer = useChangeViewer();
  const [name, setName] = useState(ticket.name ?? '');
  const [password, setPassword] = useState('');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const joined = await save(async () => {
      const { data } = await accept({ variables: { token, name: name.trim(), password } });
      if (data !== undefined) await changeViewer(data.acceptInvite);
    });
    if (joined) onDone();
  }

  return (
    <Entrance title={`Join ${ticket.organization.name}`} lead={`You were invited as ${ticket.email}.`}>
      {failure !== null && (
        <Notice tone="error" title="You have not joined yet.">
          {failure} The invitation stays valid.
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)} style={{ display: 'contents' }}>
        <TextInput
          size="lg"
          label="Name"
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword label="Password" value={password} onChange={setPassword} />
        <Button size="lg" type="submit" loading={busy}>
          Join
        </Button>
      </form>
    </Entrance>
  );
}
