import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Braces, Download, Sheet } from 'lucide-react';
import { useRef, type MouseEvent } from 'react';
import { LazyPopover } from '../ui/lazy-popover.js';
import { Notice } from '../ui/notice.js';
import { sizeText } from './download.js';
import { exportAddress, type ExportFormat } from './export-address.js';
import { useExport } from './use-export.js';
import styles from './export-menu.module.css';

const formats: readonly { format: ExportFormat; icon: typeof Sheet; name: string; use: string }[] = [
  { format: 'csv', icon: Sheet, name: 'CSV', use: 'for spreadsheets' },
  { format: 'ndjson', icon: Braces, name: 'NDJSON', use: 'for programs, one entry a line' },
];

/** Downloads what the view's filter lets through, however much that is. */
export function ExportMenu({ filter }: { filter: PageFilter }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const target = useRef<HTMLButtonElement>(null);
  const { bytes, failure, start, cancel } = useExport();

  /** With a key held the browser follows the link itself, into a tab or a file. */
  function take(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    start(event.currentTarget.getAttribute('href') ?? '');
    close();
  }

  return (
    <>
      <Button
        ref={target}
        variant="subtle"
        classNames={{ root: styles.button, section: styles.icon }}
        leftSection={<Download size={16} strokeWidth={1.75} />}
        title="Export"
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={toggle}
      >
        <span className={styles.label}>{bytes === null ? 'Export' : `Exporting, ${sizeText(bytes)}`}</span>
      </Button>
      <LazyPopover opened={opened} anchor={target} label="Export" width={300} position="bottom-end" padding={6} onDismiss={close}>
        {bytes === null ? (
          formats.map(({ format, icon: Icon, name, use }) => (
            <a key={format} className={styles.item} href={exportAddress(filter, format)} download onClick={take}>
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              <span>
                {name} <span className={styles.use}>{use}</span>
              </span>
            </a>
          ))
        ) : (
          <div className={styles.item}>
            <span className={styles.progress}>{sizeText(bytes)} so far</span>
            <Button variant="default" size="xs" onClick={cancel}>
              Cancel
            </Button>
          </div>
        )}
        {failure !== null && (
          <Notice tone="error" title="The export failed.">
            {failure}
          </Notice>
        )}
        <p className={styles.note}>
          Every entry that the filters let through, oldest first. The export is itself recorded in the audit log.
        </p>
      </LazyPopover>
    </>
  );
}
