import { Button, Drawer } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { ChevronLeft, ChevronRight, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/icon-button.js';
import { IsolatedText } from '../ui/visible-text.js';
import FacetOptions from './facet-options.js';
import { choiceOf, cleared, facets, valueLabel, withChoice, type Choice, type Facet } from './facets.js';
import { FilterButton } from './filter-button.js';
import { rangeLabel, rangeOf, rangeZone } from './time-range.js';
import TimeRangeFields from './time-range-fields.js';
import { RangeText } from './time-range-filter.js';
import type { Names } from './use-names.js';
import button from './filter-button.module.css';
import styles from './filter-sheet.module.css';

interface FilterSheetProps {
  filter: PageFilter;
  names: Names;
  onChange: (filter: PageFilter) => void;
}

/** What the sheet shows: the list of filters, or one of them. */
type Place = 'list' | 'time' | Facet;

/** The filters of a phone: a sheet from below, changed at leisure and applied at once. */
export default function FilterSheet({ filter, names, onChange }: FilterSheetProps) {
  const [draft, setDraft] = useState<{ filter: PageFilter; place: Place } | null>(null);
  const count = facets.reduce((sum, facet) => {
    const { include, exclude } = choiceOf(filter, facet);
    return sum + include.length + exclude.length;
  }, 0);
  const close = () => setDraft(null);
  const go = (place: Place) => setDraft((now) => now && { ...now, place });
  const edit = (change: PageFilter, place?: Place) => {
    setDraft((now) => now && { filter: change, place: place ?? now.place });
  };

  return (
    <>
      <div className={styles.buttons}>
        <button
          type="button"
          className={button.button}
          aria-haspopup="dialog"
          onClick={() => setDraft({ filter, place: 'time' })}
        >
          <RangeText range={rangeOf(filter)} />
        </button>
        <FilterButton
          className={styles.filters ?? ''}
          label="Filters"
          count={count}
          opened={draft !== null}
          icon={SlidersHorizontal}
          onClick={() => setDraft({ filter, place: 'list' })}
        />
      </div>
      <Drawer
        opened={draft !== null}
        onClose={close}
        position="bottom"
        size="auto"
        withCloseButton={false}
        title={draft === null || draft.place === 'list' ? 'Filters' : placeName(draft.place)}
        classNames={{ content: styles.sheet, header: styles.header, title: styles.title, body: styles.body }}
      >
        {draft?.place === 'list' && (
          <FilterList
            filter={draft.filter}
            names={names}
            onGo={go}
            onClear={() => edit(cleared(draft.filter))}
            onApply={() => {
              onChange(draft.filter);
              close();
            }}
          />
        )}
        {draft?.place === 'time' && (
          <TimeRangeFields
            range={rangeOf(draft.filter)}
            onCancel={close}
            onApply={(range) => {
              onChange({ ...draft.filter, ...rangeOf(range) });
              close();
            }}
          />
        )}
        {draft !== null && typeof draft.place === 'object' && (
          <FacetPlace
            facet={draft.place}
            choice={choiceOf(draft.filter, draft.place)}
            names={names}
            onChange={(facet, choice) => edit(withChoice(draft.filter, facet, choice))}
            onBack={() => go('list')}
          />
        )}
      </Drawer>
    </>
  );
}

interface FilterListProps {
  filter: PageFilter;
  names: Names;
  onGo: (place: Place) => void;
  onClear: () => void;
  onApply: () => void;
}

function FilterList({ filter, names, onGo, onClear, onApply }: FilterListProps) {
  return (
    <>
      <Button variant="subtle" className={styles.clear} onClick={onClear}>
        Clear all
      </Button>
      <ul>
        <Entry label="Date range" onGo={() => onGo('time')}>
          {rangeLabel(rangeOf(filter))} <span className={styles.soft}>{rangeZone(rangeOf(filter), Date.now())}</span>
        </Entry>
        {facets.map((facet) => (
          <Entry key={facet.key} label={facet.label} onGo={() => onGo(facet)}>
            <ChoiceText facet={facet} choice={choiceOf(filter, facet)} names={names} />
          </Entry>
        ))}
      </ul>
      <div className={styles.foot}>
        <Button size="lg" fullWidth onClick={onApply}>
          Show entries
        </Button>
      </div>
    </>
  );
}

interface EntryProps {
  label: string;
  onGo: () => void;
  children: React.ReactNode;
}

function Entry({ label, onGo, children }: EntryProps) {
  return (
    <li>
      <button type="button" className={styles.entry} onClick={onGo}>
        <span className={styles.label}>{label}</span>
        <span className={styles.value}>{children}</span>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </li>
  );
}

interface FacetPlaceProps {
  facet: Facet;
  choice: Choice;
  names: Names;
  onChange: (facet: Facet, choice: Choice) => void;
  onBack: () => void;
}

function FacetPlace({ facet, choice, names, onChange, onBack }: FacetPlaceProps) {
  return (
    <>
      <IconButton className={styles.back} label="Back to all filters" icon={ChevronLeft} onClick={onBack} />
      <FacetOptions
        facet={facet}
        choice={choice}
        names={names.names}
        onLearn={names.learn}
        onChange={(next) => onChange(facet, next)}
        onApply={onBack}
      />
      <div className={styles.foot}>
        <Button size="lg" fullWidth onClick={onBack}>
          Done
        </Button>
      </div>
    </>
  );
}

function ChoiceText({ facet, choice: { include, exclude }, names: { names } }: { facet: Facet; choice: Choice; names: Names }) {
  const words = (values: readonly string[]) => values.map((value) => valueLabel(facet, value, names)).join(' or ');
  const text = [include.length > 0 && `is ${words(include)}`, exclude.length > 0 && `is not ${words(exclude)}`]
    .filter(Boolean)
    .join(', ');
  return text === '' ? <span className={styles.soft}>any</span> : <IsolatedText text={text} />;
}

function placeName(place: Place): string {
  return typeof place === 'object' ? place.label : 'Date range';
}
