import styles from './page-lead.module.css';

/** What this page is, to whoever came by a link on a phone, where no navigation stands beside it. It is there before any entry. */
export function PageLead() {
  return <p className={styles.lead}>Who did what, and when. No entry can be changed.</p>;
}
