import type { LucideIcon } from 'lucide-react';
import { useId, type ComponentProps } from 'react';
import styles from './filter-button.module.css';

interface FilterButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string;
  /** How many values are chosen; nothing is shown for none. */
  count: number;
  opened: boolean;
  icon: LucideIcon;
}

/** Opens a filter. Its name stays the same whatever is chosen; the number describes it. */
export function FilterButton({ label, count, opened, icon: Icon, className, ...rest }: FilterButtonProps) {
  const description = useId();
  return (
    <button
      {...rest}
      type="button"
      className={[styles.button, className].filter(Boolean).join(' ')}
      aria-label={label}
      data-filter={label}
      aria-describedby={count > 0 ? description : undefined}
      aria-haspopup="dialog"
      aria-expanded={opened}
    >
      {label}
      {/* The number is drawn, not written: the description says it, and the name stays as it is. */}
      {count > 0 && <span className={styles.count} data-count={count} aria-hidden />}
      <Icon className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
      {count > 0 && (
        <span hidden id={description}>
          {count} chosen
        </span>
      )}
    </button>
  );
}
