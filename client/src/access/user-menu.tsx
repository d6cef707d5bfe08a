import { useMutation } from '@apollo/client/react';
import { VisuallyHidden, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import { useRef } from 'react';
import { SignOutDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { Avatar } from '../ui/avatar.js';
import { failureOf } from '../ui/failure.js';
import { LazyPopover } from '../ui/lazy-popover.js';
import { Segmented } from '../ui/segmented.js';
import { useSay } from '../ui/toasts.js';
import { IsolatedText } from '../ui/visible-text.js';
import { useChangeViewer } from './viewer.js';
import styles from './user-menu.module.css';

const schemes: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
];

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ viewer }: { viewer: ViewerFieldsFragment }) {
  const [signOut] = useMutation(SignOutDocument);
  const changeViewer = useChangeViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const say = useSay();
  const [opened, { toggle, close }] = useDisclosure(false);
  const target = useRef<HTMLButtonElement>(null);
  const name = viewer.user?.name ?? viewer.user?.email ?? 'Signed in';

  async function leave() {
    try {
      await signOut();
      await changeViewer(null);
    } catch (error) {
      say(`You are still signed in. ${failureOf(error).message}`);
    }
  }

  return (
    <>
      <button
        ref={target}
        type="button"
        className={styles.target}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={toggle}
      >
        <Avatar name={name} size={28} />
        <span className={styles.text}>
          <span className={styles.name}>
            <IsolatedText text={name} />
          </span>
          {viewer.role !== null && <span className={styles.role}>{ROLE_LABELS[viewer.role]}</span>}
          <VisuallyHidden>Account menu</VisuallyHidden>
        </span>
        <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden />
      </button>
      <LazyPopover opened={opened} anchor={target} label="Account" width={212} position="top-start" offset={6} padding={8} onDismiss={close}>
        {viewer.user !== null && <p className={styles.email}>{viewer.user.email}</p>}
        <Segmented label="Theme" value={colorScheme} options={schemes} onChange={setColorScheme} />
        <button type="button" className={styles.item} onClick={() => void leave()}>
          <LogOut size={16} strokeWidth={1.75} aria-hidden />
          Sign out
        </button>
      </LazyPopover>
    </>
  );
}
