import { Button } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Ban, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import { choiceOf, cleared, facets, isNarrowed, shortId, turned, valueLabel, withChoice, type Mode } from './facets.js';
import styles from './filter-chips.module.css';

interface FilterChipsProps {
  filter: PageFilter;
  names: ReadonlyMap<string, string>;
  onChange: (filter: PageFilter) => void;
}

/** So many values are named in one chip; the others are counted. */
const named = 3;

/** What the list is narrowed to, each part with its way out. */
export function FilterChips({ filter, names, onChange }: FilterChipsProps) {
  if (!isNarrowed(filter)) return null;
  const chips = facets.flatMap((facet) => {
    const choice = choiceOf(filter, facet);
    return (['include', 'exclude'] as const).flatMap((mode) => {
      if (choice[mode].length === 0) return [];
      const labels = choice[mode].map((value) => valueLabel(facet, value, names));
      return (
        <Chip
          key={`${facet.key}-${mode}`}
          label={facet.label}
          mode={mode}
          values={labels}
          onTurn={() => onChange(withChoice(filter, facet, turned(choice, mode)))}
          onRemove={() => onChange(withChoice(filter, facet, { ...choice, [mode]: [] }))}
        />
      );
    });
  });
  return (
    <ul className={styles.chips} aria-label="Filters in use">
      {chips}
      <SingleChips filter={filter} names={names} onChange={onChange} />
      <li>
        <Button variant="subtle" className={styles.clear} onClick={() => onChange(cleared(filter))}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

/** Entity and operation come from links and hold one value each. */
function SingleChips({ filter, names, onChange }: FilterChipsProps) {
  const singles = [
    ['entityId', 'Entity'],
    ['operationId', 'Operation'],
  ] as const;
  return singles.flatMap(([key, label]) =>
    (['include', 'exclude'] as const).flatMap((mode) => {
      const value = mode === 'include' ? filter[key] : filter.exclude?.[key];
      const without =
        mode === 'include' ? { ...filter, [key]: null } : { ...filter, exclude: { ...filter.exclude, [key]: null } };
      if (value == null) return [];
      return (
        <Chip
          key={`${key}-${mode}`}
          label={label}
          mode={mode}
          values={[names.get(value) ?? shortId(value)]}
          onTurn={() =>
            onChange({
              ...filter,
              [key]: mode === 'include' ? null : value,
              exclude: { ...filter.exclude, [key]: mode === 'include' ? value : null },
            })
          }
          onRemove={() => onChange(without)}
        />
      );
    }),
  );
}

interface ChipProps {
  label: string;
  mode: Mode;
  values: readonly string[];
  onTurn: () => void;
  onRemove: () => void;
}

function Chip({ label, mode, values, onTurn, onRemove }: ChipProps): ReactNode {
  const operator = mode === 'include' ? 'is' : 'is not';
  const shown = values.slice(0, named);
  const more = values.length - shown.length;
  const text = `${shown.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  return (
    <li className={styles.chip} data-mode={mode}>
      {mode === 'exclude' && <Ban size={12} strokeWidth={2} aria-hidden />}
      <span className={styles.text} title={withCodes(values.join(', '))}>
        {label}{' '}
        <button
          type="button"
          className={styles.operator}
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
        aria-label={withCodes(`Remove filter: ${label} ${operator} ${text}`)}
        onClick={onRemove}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </li>
  );
}
