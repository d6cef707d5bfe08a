import { Button } from '@mantine/core';
import { LockKeyhole } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../ui/empty-state.js';
import { PageHeader } from '../ui/page-header.js';

interface NotAllowedProps {
  title: string;
  /** What is on the page, as the beginning of a sentence: `The audit log is`. */
  what: string;
}

/** What those see who may not see a page. */
export function NotAllowed({ title, what }: NotAllowedProps) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        icon={LockKeyhole}
        title={`${what} for administrators`}
        action={
          <Button variant="default" component={Link} href="/projects">
            Go to projects
          </Button>
        }
      >
        Your role is Read Only. An administrator can look something up for you, or change your role.
      </EmptyState>
    </>
  );
}
