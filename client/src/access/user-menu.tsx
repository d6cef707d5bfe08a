import { useMutation } from '@apollo/client/react';
import { Menu, VisuallyHidden, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { operation } from '../apollo.js';
import { SignOutDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { Avatar } from '../ui/avatar.js';
import { failureOf } from '../ui/failure.js';
import { useSay } from '../ui/toasts.js';
import { useChangeViewer } from './viewer.js';
import styles from './user-menu.module.css';

const signOutMutation = operation(SignOutDocument);

const schemes: readonly { value: MantineColorScheme; label: string; icon: typeof Sun }[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'auto', label: 'System', icon: Monitor },
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
    <Menu position="top-start" width={200} offset={6}>
      <Menu.Target>
        <button type="button" className={styles.target}>
          <Avatar name={name} size={28} />
          <span className={styles.text}>
            <span className={styles.name}>{name}</span>
            {viewer.role !== null && <span className={styles.role}>{ROLE_LABELS[viewer.role]}</span>}
            <VisuallyHidden>Account menu</VisuallyHidden>
          </span>
          <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Theme</Menu.Label>
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} strokeWidth={1.75} />}
            rightSection={colorScheme === value ? <Check size={14} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} strokeWidth={1.75} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
