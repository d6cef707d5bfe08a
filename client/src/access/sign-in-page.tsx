import { useMutation, useQuery } from '@apollo/client/react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { OrganizationDocument, SignInDocument } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';
import { Notice } from '../ui/notice.js';
import { SignInEntrance } from './sign-in-entrance.js';
import { useChangeViewer } from './viewer.js';

/** The form sends one on by itself: once somebody is signed in, the route leads to where one wanted to go. */
export default function SignInPage() {
  const { data } = useQuery(OrganizationDocument, { fetchPolicy: 'cache-first' });
  const [signIn, { loading }] = useMutation(SignInDocument);
  const changeViewer = useChangeViewer();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const organization = data?.organization?.name;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setFailure(null);
    try {
      const result = await signIn({ variables: { email: email.trim(), password } });
      if (result.data !== undefined) await changeViewer(result.data.signIn);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }

  return (
    <SignInEntrance title={organization === undefined ? 'Sign in' : `Sign in to ${organization}`}>
      {failure !== null && <SignInFailure failure={failure} />}
      <form onSubmit={(event) => void submit(event)} style={{ display: 'contents' }}>
        <TextInput
          size="lg"
          label="Email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="lg"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button size="lg" type="submit" loading={loading}>
          Sign in
        </Button>
      </form>
    </SignInEntrance>
  );
}

function SignInFailure({ failure }: { failure: Failure }) {
  switch (failure.code) {
    case 'UNAUTHENTICATED':
    case 'BAD_USER_INPUT':
      return (
        <Notice tone="error" title="Email or password is wrong.">
          Check both and try again. An administrator can give you a one-time link.
        </Notice>
      );
    case 'TOO_MANY_REQUESTS':
      return (
        <Notice tone="warning" title="Too many attempts.">
          {failure.message} The password you have stays valid.
        </Notice>
      );
    default:
      return (
        <Notice tone="error" title="You were not signed in.">
          {failure.message} Try again in a moment.
        </Notice>
      );
  }
}
