import { Building2, Folders, KeyRound, ScrollText, Users, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Permission } from '@audit-log/shared/permission';
import { UserMenu } from '../access/user-menu.js';
import type { ViewerFieldsFragment } from '../gql/graphql.js';
import { Logo } from '../ui/logo.js';
import styles from './navigation.module.css';

export interface NavigationProps {
  viewer: ViewerFieldsFragment;
  can: (permission: Permission) => boolean;
  /** Called when one goes to another page. */
  onFollow: () => void;
}

/** Whose workspace it is, where one can go, and who one is. */
export function Navigation({ viewer, can, onFollow }: NavigationProps) {
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
            <>
              <Entry href="/settings/organization" icon={Building2} onFollow={onFollow}>
                Organization
              </Entry>
              <Entry href="/settings/users" icon={Users} onFollow={onFollow}>
                Users
              </Entry>
              <Entry href="/settings/api-keys" icon={KeyRound} onFollow={onFollow}>
                API keys
              </Entry>
            </>
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
