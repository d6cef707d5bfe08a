import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Folders, ScrollText, Users, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { UserMenu } from '../access/user-menu.js';
import type { Permission } from '@audit-log/shared/permission';
import type { ViewerFieldsFragment } from '../gql/graphql.js';
import { Logo } from '../ui/logo.js';
import { OpenNavigation } from '../ui/page-header.js';
import styles from './shell.module.css';

interface ShellProps {
  viewer: ViewerFieldsFragment;
  can: (permission: Permission) => boolean;
  children: ReactNode;
}

/** The frame around every page: navigation at the left, in a drawer where there is no room for it. */
export function Shell({ viewer, can, children }: ShellProps) {
  const [opened, drawer] = useDisclosure(false);
  return (
    <OpenNavigation value={drawer.open}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#main">
          Skip to the content
        </a>
        <section className={styles.sidebar} aria-label="Sidebar">
          <Navigation viewer={viewer} can={can} onFollow={drawer.close} />
        </section>
        <Drawer
          opened={opened}
          onClose={drawer.close}
          size={264}
          withCloseButton={false}
          title="Navigation"
          classNames={{ header: styles.drawerHeader, body: styles.drawerBody, content: styles.drawer }}
        >
          <Navigation viewer={viewer} can={can} onFollow={drawer.close} />
        </Drawer>
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </OpenNavigation>
  );
}

interface NavigationProps extends Pick<ShellProps, 'viewer' | 'can'> {
  onFollow: () => void;
}

function Navigation({ viewer, can, onFollow }: NavigationProps) {
  return (
    <>
      <div className={styles.organization}>
        <Logo />
        <span className={styles.organizationName}>{viewer.organization.name}</span>
      </div>
      <nav className={styles.nav} aria-label="Main">
        <ul>
          <Entry href="/projects" icon={Folders} onFollow={onFollow}>
            Projects
          </Entry>
        </ul>
        <h2 className={styles.section} id="navigation-settings">
          Settings
        </h2>
        <ul aria-labelledby="navigation-settings">
          {can('account.read') && (
            <Entry href="/settings/users" icon={Users} onFollow={onFollow}>
              Users
            </Entry>
          )}
          <Entry href="/settings/audit-logs" icon={ScrollText} onFollow={onFollow}>
            Audit Logs
          </Entry>
        </ul>
      </nav>
      <div className={styles.user}>
        <UserMenu viewer={viewer} />
      </div>
    </>
  );
}

interface EntryProps {
  href: string;
  icon: LucideIcon;
  children: ReactNode;
  onFollow: () => void;
}

function Entry({ href, icon: Icon, children, onFollow }: EntryProps) {
  const [path] = useLocation();
  const here = path === href || path.startsWith(`${href}/`);
  return (
    <li>
      <Link className={styles.entry} href={href} aria-current={here ? 'page' : undefined} onClick={onFollow}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {children}
      </Link>
    </li>
  );
}
