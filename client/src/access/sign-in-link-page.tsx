import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { SignInWithLinkDocument } from '../gql/graphql.js';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';
import { Entrance } from './entrance.js';
import { NewPassword } from './new-password.js';
import { TicketGate, type Ticket } from './ticket.js';
import { useChangeViewer } from './viewer.js';

interface SignInLinkPageProps {
  token: string;
  /** Called once the person is signed in. */
  onDone: () => void;
}

export default function SignInLinkPage({ token, onDone }: SignInLinkPageProps) {
  return (
    <TicketGate token={token} purpose="SIGN_IN">
      {(ticket) => <LinkForm token={token} ticket={ticket} onDone={onDone} />}
    </TicketGate>
  );
}

/** The link is used by the button, not by opening the page: mail programs and chats open links to preview them. */
function LinkForm({ token, ticket, onDone }: SignInLinkPageProps & { ticket: Ticket }) {
  const [signIn] = useMutation(SignInWithLinkDocument);
  const { busy, failure, save } = useSaving();
  const changeViewer = useChangeViewer();
  const [password, setPassword] = useState('');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const signedIn = await save(async () => {
      const { data } = await signIn({ variables: { token, password: ticket.needsPassword ? password : null } });
      if (data !== undefined) await changeViewer(data.signInWithLink);
    });
    if (signedIn) onDone();
  }

  return (
    <Entrance
      title={`Sign in to ${ticket.organization.name}`}
      lead={`This link signs you in as ${ticket.email}. It works once.`}
    >
      {failure !== null && (
        <Notice tone="error" title="You were not signed in.">
          {failure}
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)} style={{ display: 'contents' }}>
        {ticket.needsPassword && <NewPassword label="New password" value={password} onChange={setPassword} />}
        <Button size="lg" type="submit" loading={busy}>
          {ticket.needsPassword ? 'Set password and sign in' : 'Sign in'}
        </Button>
      </form>
    </Entrance>
  );
}
