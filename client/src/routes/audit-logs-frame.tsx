import { Folders, ScrollText, type LucideIcon } from 'lucide-react';
import { KeyHints } from '../audit-logs/key-hints.js';
import { PageLead } from '../audit-logs/page-lead.js';
import { FillingSkeletons } from '../audit-logs/skeletons.js';
import { Logo } from '../ui/logo.js';
import { PageHeader } from '../ui/page-header.js';
import page from '../audit-logs/audit-logs-page.module.css';
import bar from '../audit-logs/filter-bar.module.css';
import table from '../audit-logs/entry-table.module.css';
import navigation from './navigation.module.css';
import shell from './shell.module.css';
import styles from './audit-logs-frame.module.css';

const columns = ['Time', 'Event Type', 'Action', 'Project', 'User', 'Details'];

/** The page of the audit log before anything of it is known: what is the same for everybody, where it will then be. */
export function AuditLogsFrame() {
  return (
    <div className={shell.shell}>
      <section className={shell.sidebar}>
        <div className={navigation.organization}>
          <Logo />
          <span className={styles.bar} />
        </div>
        <nav className={navigation.nav}>
          <Entry icon={Folders} text="Projects" />
          <h2 className={navigation.section}>Settings</h2>
          {/* Of administrators only. */}
          <div className={navigation.entry}>
            <span className={styles.bar} />
          </div>
          <div className={navigation.entry}>
            <span className={styles.bar} />
          </div>
          <Entry icon={ScrollText} text="Audit Logs" current />
        </nav>
      </section>
      <main className={shell.main}>
        <div className={page.page}>
          <PageHeader title="Audit Logs" />
          <PageLead />
          <div className={bar.bar}>
            <div className={styles.filters}>
              <span className={styles.filter} />
              <span className={styles.filter} />
            </div>
          </div>
          <div className={page.histogram} />
          <div className={table.frame}>
            <div className={table.scroller}>
              <div className={`${table.head ?? ''} ${styles.wide ?? ''}`}>
                <div className={table.headRow}>
                  {columns.map((column) => (
                    <div key={column} className={table.headCell} aria-sort={column === 'Time' ? 'descending' : undefined}>
                      {column}
                    </div>
                  ))}
                </div>
              </div>
              <div className={styles.wide}>
                <FillingSkeletons narrow={false} />
              </div>
              <div className={styles.narrow}>
                <FillingSkeletons narrow />
              </div>
            </div>
          </div>
          <KeyHints onShowAll={() => undefined} />
        </div>
      </main>
    </div>
  );
}

function Entry({ icon: Icon, text, current = false }: { icon: LucideIcon; text: string; current?: boolean }) {
  return (
    <div className={navigation.entry} aria-current={current ? 'page' : undefined}>
      <Icon size={16} strokeWidth={1.75} />
      {text}
    </div>
  );
}
