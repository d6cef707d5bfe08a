import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { EmptyState } from '../ui/empty-state.js';

interface BrokenProps {
  children: ReactNode;
}

/**
 * Stands in for a page that cannot go on: a part of its code did not come, because the connection broke or the server
 * has a newer page since, or it has a mistake. Loading afresh mends the first two.
 */
export class Broken extends Component<BrokenProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main>
        <EmptyState
          title="A part of the page did not load"
          action={<Button onClick={() => location.reload()}>Reload the page</Button>}
        >
          The connection may have been cut, or the server may have a newer version. Nothing that was saved is lost.
        </EmptyState>
      </main>
    );
  }
}
