import { Button, Drawer } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../ui/icon-button.js';
import { IsolatedText } from '../ui/visible-text.js';
import FacetOptions from './facet-options.js';
import { choiceOf, cleared, facets, valueLabel, withChoice, type Choice, type Facet } from './facets.js';
import { chipsOf } from './filter-words.js';
import MoreFields from './more-fields.js';
import { rangeLabel, rangeOf, rangeZone } from './time-range.js';
import TimeRangeFields from './time-range-fields.js';
import type { Names } from './use-names.js';
import styles from './filter-sheet.module.css';

/** What the sheet shows: the list of filters, or one of them. */
export type Place = 'list' | 'time' | 'more' | Facet;

/** The filter as it is being changed, and where one is in the sheet. */
export interface Draft {
  readonly filter: PageFilter;
  readonly place: Place;
}

interface FilterSheetProps {
  /** Null while it is closed. */
  draft: Draft | null;
  names: Names;
  onDraft: (draft: Draft) => void;
  onApply: (filter: PageFilter) => void;
  onClose: () => void;
}

/** The filters of a phone: a sheet from below, changed at leisure and applied at once. */
export default function FilterSheet({ draft, names, onDraft, onApply, onClose }: FilterSheetProps) {
  return (
    <Drawer
      opened={draft !== null}
      onClose={onClose}
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
          onGo={(place) => onDraft({ ...draft, place })}
          onClear={() => onDraft({ ...draft, filter: cleared(draft.filter) })}
          onApply={() => onApply(draft.filter)}
        />
      )}
      {draft?.place === 'time' && (
        <TimeRangeFields
          range={rangeOf(draft.filter)}
          presetsFirst
          onCancel={onClose}
          onApply={(range) => onApply({ ...draft.filter, ...rangeOf(range) })}
        />
      )}
      {draft?.place === 'more' && (
        <>
          <IconButton className={styles.back} label="Back to all filters" icon={ChevronLeft} onClick={() => onDraft({ ...draft, place: 'list' })} />
          <MoreFields filter={draft.filter} onApply={(filter) => onDraft({ filter, place: 'list' })} />
        </>
      )}
      {draft !== null && typeof draft.place === 'object' && (
        <FacetPlace
          facet={draft.place}
          filter={draft.filter}
          choice={choiceOf(draft.filter, draft.place)}
          names={names}
          onChange={(facet, choice) => onDraft({ ...draft, filter: withChoice(draft.filter, facet, choice) })}
          onBack={() => onDraft({ ...draft, place: 'list' })}
          onApply={(facet, choice) => onDraft({ filter: withChoice(draft.filter, facet, choice), place: 'list' })}
        />
      )}
    </Drawer>
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
        <Entry label="Change, address" onGo={() => onGo('more')}>
          <MoreText filter={filter} names={names} />
        </Entry>
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
  filter: PageFilter;
  choice: Choice;
  names: Names;
  onChange: (facet: Facet, choice: Choice) => void;
  onApply: (facet: Facet, choice: Choice) => void;
  onBack: () => void;
}

function FacetPlace({ facet, filter, choice, names, onChange, onApply, onBack }: FacetPlaceProps) {
  return (
    <>
      <IconButton className={styles.back} label="Back to all filters" icon={ChevronLeft} onClick={onBack} />
      <FacetOptions
        facet={facet}
        filter={filter}
        choice={choice}
        names={names.names}
        onLearn={names.learn}
        onChange={(next) => onChange(facet, next)}
        onApply={(chosen) => onApply(facet, chosen)}
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

function MoreText({ filter, names: { names } }: { filter: PageFilter; names: Names }) {
  const text = chipsOf(filter, names)
    .filter(({ label }) => label === 'Change' || label === 'Address')
    .map(({ mode, values }) => `${mode === 'include' ? 'is' : 'is not'} ${values.join(' or ')}`)
    .join(', ');
  return text === '' ? <span className={styles.soft}>any</span> : <IsolatedText text={text} />;
}

function placeName(place: Place): string {
  if (typeof place === 'object') return place.label;
  return place === 'more' ? 'Change, address' : 'Date range';
}
