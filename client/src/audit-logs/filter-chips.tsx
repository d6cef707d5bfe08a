import { Button } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Ban, X } from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import { cleared, isNarrowed } from './facets.js';
import { chipsOf, opposite, type ChipContent } from './filter-words.js';
import styles from './filter-chips.module.css';

interface FilterChipsProps {
  filter: PageFilter;
  names: ReadonlyMap<string, string>;
  /** Keeps what is in use as a view. */
  saveView: ReactNode;
  onChange: (filter: PageFilter) => void;
  /** Takes the keyboard when no chip is left to have it; `facet` is the one whose chip was removed. */
  onNone: (facet: string | null) => void;
}

/** So many values are named in one chip; the others are counted. */
const named = 3;

/** What the list is narrowed to, each part with its way out. */
export function FilterChips({ filter, names, saveView, onChange, onNone }: FilterChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  // Where the keyboard goes when the chip it is on is gone.
  const next = useRef<(() => void) | null>(null);
  useLayoutEffect(() => {
    next.current?.();
    next.current = null;
  }, [filter]);

  function turn(chip: ChipContent) {
    next.current = () => list.current?.querySelector<HTMLElement>(`[data-chip="${chip.label} ${opposite(chip.mode)}"] [data-turn]`)?.focus();
    onChange(chip.turned);
  }

  function remove(chip: ChipContent, index: number) {
    next.current = () => {
      const left = list.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? [];
      const there = left[Math.min(index, left.length - 1)];
      if (there === undefined) onNone(chip.label);
      else there.focus();
    };
    onChange(chip.without);
  }

  function clear() {
    next.current = () => onNone(null);
    onChange(cleared(filter));
  }

  // The search in force stands in its own field.
  const chips = chipsOf({ ...filter, search: null }, names).map((chip) => ({
    ...chip,
    without: { ...chip.without, search: filter.search },
    turned: chip.label === 'Search' ? chip.turned : { ...chip.turned, search: filter.search },
  }));
  if (!isNarrowed(filter) || chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters in use" ref={list}>
      {chips.map((chip, index) => (
        <Chip key={`${chip.label} ${chip.mode}`} chip={chip} onTurn={() => turn(chip)} onRemove={() => remove(chip, index)} />
      ))}
      <li>
        <Button variant="subtle" className={styles.clear} onClick={clear}>
          Clear all
        </Button>
      </li>
      {saveView !== null && <li>{saveView}</li>}
    </ul>
  );
}

interface ChipProps {
  chip: ChipContent;
  onTurn: () => void;
  onRemove: () => void;
}

function Chip({ chip: { label, mode, values }, onTurn, onRemove }: ChipProps): ReactNode {
  const operator = mode === 'include' ? 'is' : 'is not';
  const shown = values.slice(0, named);
  const more = values.length - shown.length;
  const text = `${shown.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  return (
    <li className={styles.chip} data-mode={mode} data-chip={`${label} ${mode}`}>
      {mode === 'exclude' && <Ban size={12} strokeWidth={2} aria-hidden />}
      <span className={styles.text} title={withCodes(values.join(', '))}>
        {label}{' '}
        <button
          type="button"
          className={styles.operator}
          data-turn
          title={mode === 'include' ? 'Turn into “is not”' : 'Turn into “is”'}
          aria-label={`${operator}: turn into ${mode === 'include' ? 'is not' : 'is'}`}
          onClick={onTurn}
        >
          {operator}
        </button>{' '}
        <strong className={styles.value}>
          <IsolatedText text={text} />
        </strong>
      </span>
      <button
        type="button"
        className={styles.remove}
        data-remove
        aria-label={withCodes(`Remove filter: ${label} ${operator} ${text}`)}
        onClick={onRemove}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </li>
  );
}
