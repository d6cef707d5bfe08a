import styles from './floating.module.css';

/** Class names of everything that floats over the page; in the dark these surfaces bring their own greys. */
export const floatingClassNames = {
  surface: styles.surface,
  menu: `${styles.surface} ${styles.menu}`,
  item: styles.item,
  label: styles.label,
  divider: styles.divider,
  tooltip: `${styles.surface} ${styles.tooltip}`,
  modal: `${styles.surface} ${styles.modal}`,
  modalHeader: styles.modalHeader,
  modalTitle: styles.modalTitle,
  modalBody: styles.modalBody,
};
