import type { PageFilter } from '@audit-log/shared/filter-url';
import { Button } from '@mantine/core';
import { Code } from 'lucide-react';
import { useRef, useState } from 'react';
import { later } from '../ui/later.js';
import { useSay } from '../ui/toasts.js';
import styles from './query-menu.module.css';

const QueryPanel = later(() => import('./query-panel.js'));

interface QueryMenuProps {
  filter: PageFilter;
  /** The time of the filter in words. */
  range: string;
}

/** Shows the view as code, for programs that ask the same. */
export function QueryMenu({ filter, range }: QueryMenuProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const say = useSay();

  function close() {
    setOpened(false);
    button.current?.focus();
  }

  return (
    <>
      <Button
        ref={button}
        variant="subtle"
        classNames={{ root: styles.button, section: styles.icon }}
        leftSection={<Code size={16} strokeWidth={1.75} />}
        title="Query as code"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <span className={styles.label}>Query</span>
      </Button>
      {opened && (
        <QueryPanel
          filter={filter}
          range={range}
          onClose={close}
          onFailed={() => {
            close();
            say('The query as code did not load. Try again when the connection is back, or reload the page.');
          }}
        />
      )}
    </>
  );
}
