import { useMutation } from '@apollo/client/react';
import { Popover, VisuallyHidden, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import { operation } from '../apollo.js';
import { SignOutDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { Avatar } from '../ui/avatar.js';
import { failureOf } from '../ui/failure.js';
import { Segmented } from '../ui/segmented.js';
import { useSay } from '../ui/toasts.js';
import { IsolatedText } from '../ui/visible-text.js';
import { useChangeViewer } from './viewer.js';
import styles from './user-menu.module.css';

const signOutMutation = operation(SignOutDocument);

const schemes: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
];

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ viewer }: { viewer: ViewerFieldsFragment }) {
  const [signOut] = useMutation(signOutMutation);
  const changeViewer = useChangeViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const say = useSay();
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
    <Popover position="top-start" width={212} offset={6} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={styles.target}>
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
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Account">
        {viewer.user !== null && <p className={styles.email}>{viewer.user.email}</p>}
        <Segmented label="Theme" value={colorScheme} options={schemes} onChange={setColorScheme} />
        <button type="button" className={styles.item} onClick={() => void leave()}>
          <LogOut size={16} strokeWidth={1.75} aria-hidden />
          Sign out
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
