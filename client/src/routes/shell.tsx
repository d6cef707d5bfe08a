import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useLayoutEffect, type ReactNode } from 'react';
import { outage } from '../apollo.js';
import { OutageBanner } from '../outage/outage-banner.js';
import { DefaultView, useDefaultViewOf } from '../ui/default-view.js';
import { LogIsOpen } from '../ui/log-is-open.js';
import { OpenNavigation } from '../ui/page-header.js';
import { recallKept } from '../ui/kept.js';
import { recallZone } from '../ui/zone.js';
import { Navigation, type NavigationProps } from './navigation.js';
import styles from './shell.module.css';

// Only for those who have no room for the navigation beside the page.
const NavigationDrawer = lazy(() => import('./navigation-drawer.js'));

interface ShellProps extends Pick<NavigationProps, 'viewer' | 'can'> {
  children: ReactNode;
}

/** The frame around every page: navigation at the left, in a drawer where there is no room for it. */
export function Shell({ viewer, can, children }: ShellProps) {
  const [opened, drawer] = useDisclosure(false);
  const personId = viewer.user?.id ?? null;
  const { timeZone } = viewer.organization;
  useLayoutEffect(() => {
    recallZone(personId, timeZone);
    recallKept(personId);
  }, [personId, timeZone]);
  const defaultView = useDefaultViewOf(viewer);
  const navigation = <Navigation viewer={viewer} can={can} onFollow={drawer.close} />;
  return (
    <OpenNavigation value={drawer.open}>
      <LogIsOpen value={can('audit.read')}>
      <DefaultView value={defaultView}>
        <div className={styles.shell}>
          <a className={styles.skip} href="#main">
            Skip to the content
          </a>
          <section className={styles.sidebar} aria-label="Sidebar">
            {navigation}
          </section>
          {opened && (
            <Suspense fallback={null}>
              <NavigationDrawer onClose={drawer.close}>{navigation}</NavigationDrawer>
            </Suspense>
          )}
          <main id="main" className={styles.main} tabIndex={-1}>
            {children}
            <OutageBanner outage={outage} />
          </main>
        </div>
      </DefaultView>
      </LogIsOpen>
    </OpenNavigation>
  );
}
