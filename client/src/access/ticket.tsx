import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { TicketDocument, type TicketPurpose, type TicketQuery } from '../gql/graphql.js';
import { failureOf } from '../ui/failure.js';
import { Notice } from '../ui/notice.js';
import { Entrance } from './entrance.js';

export type Ticket = NonNullable<TicketQuery['ticket']>;

interface TicketGateProps {
  token: string;
  purpose: TicketPurpose;
  children: (ticket: Ticket) => ReactNode;
}

/** Looks up what a link is for, and says so when it is for nothing any more. */
export function TicketGate({ token, purpose, children }: TicketGateProps) {
  const { data, error, loading, refetch } = useQuery(TicketDocument, {
    variables: { token },
    fetchPolicy: 'network-only',
    // A used link must not come back as spent while its answer is still on the way to the page.
    nextFetchPolicy: 'cache-only',
  });
  if (data?.ticket?.purpose === purpose) return children(data.ticket);
  if (loading) return <Entrance title="Checking the link">{null}</Entrance>;
  if (error !== undefined) {
    return (
      <Entrance title="The link could not be checked">
        <Notice tone="error" title={failureOf(error).message} quiet>
          The link stays valid. Try again in a moment.
        </Notice>
        <Button size="lg" variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="This link is no longer valid"
      lead="It was used before, it has expired, or a part of it is missing."
    >
      <p>
        {purpose === 'INVITE'
          ? 'If you have accepted the invitation already, sign in. Otherwise ask an administrator for a new one.'
          : 'Ask an administrator for a new one, or sign in with your password.'}
      </p>
      <Button size="lg" variant="default" component={Link} href="/sign-in">
        Go to sign-in
      </Button>
    </Entrance>
  );
}
