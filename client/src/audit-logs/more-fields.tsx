import { fieldLabel } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Autocomplete, Button, TextInput, type ComboboxParsedItem } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Segmented } from '../ui/segmented.js';
import { facets } from './facets.js';
import { draftOf, nothing, withDraft, type MoreDraft, type MoreProblems } from './more-draft.js';
import { useKnownChanges } from './use-known-changes.js';
import { useOptions } from './use-options.js';
import { isPerson } from './value.js';
import styles from './more-fields.module.css';

interface MoreFieldsProps {
  filter: PageFilter;
  /** Whether one begins in the first field: not on a phone, where a keyboard would cover the others. */
  focusField?: boolean;
  onApply: (filter: PageFilter) => void;
}

const modes = [
  { value: 'include', label: 'is' },
  { value: 'exclude', label: 'is not' },
] as const;

const user = facets.find(({ key }) => key === 'userIds') ?? facets[0];

/** Filters that are written: what changed, from what and to what, and from which addresses. */
export default function MoreFields({ filter, focusField = false, onApply }: MoreFieldsProps) {
  const { options } = useOptions(user as NonNullable<typeof user>, '');
  const people = useMemo(() => namesOf(options ?? []), [options]);
  const [written, setWritten] = useState<MoreDraft | null>(null);
  const draft = written ?? draftOf(filter, people, isPerson);
  const [problems, setProblems] = useState<MoreProblems>({});

  const known = useKnownChanges(fieldOf(draft.field));
  const fields = useMemo(() => new Map(known.fields.map((field) => [fieldLabel(field).toLowerCase(), field])), [known.fields]);
  const name = fields.get(draft.field.trim().toLowerCase()) ?? draft.field.trim();
  const suggestions = (values: readonly string[]) => [...(isPerson(name) ? people.keys() : values), ...(draft.field === '' ? [] : [nothing])];

  function edit(part: Partial<MoreDraft>) {
    setWritten({ ...draft, ...part });
    setProblems({});
  }

  function apply() {
    const next = withDraft(filter, draft, fields, people, isPerson);
    if ('problems' in next) setProblems(next.problems);
    else onApply(next.filter);
  }

  const box = { comboboxProps: { withinPortal: false }, filter: matching, openOnFocus: false, maxDropdownHeight: 220 } as const;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <fieldset className={styles.group}>
        <div className={styles.head}>
          <legend className={styles.title}>Change</legend>
          <Segmented label="Change is or is not" value={draft.changeMode} options={modes} onChange={(changeMode) => edit({ changeMode })} />
        </div>
        <Autocomplete
          {...box}
          label="Field"
          placeholder="such as status"
          data={[...new Set(known.fields.map(fieldLabel))]}
          autoFocus={focusField}
          data-autofocus={focusField || undefined}
          value={draft.field}
          error={problems.field}
          onChange={(field) => edit({ field })}
        />
        <div className={styles.sides}>
          <Autocomplete {...box} label="From" placeholder="any value" data={suggestions(known.old)} value={draft.old} onChange={(old) => edit({ old })} />
          <Autocomplete {...box} label="To" placeholder="any value" data={suggestions(known.now)} value={draft.now} onChange={(now) => edit({ now })} />
        </div>
        <p className={styles.hint}>
          Values as they are shown, in full; of a list, one of its elements. <code>{nothing}</code> stands for no value.
        </p>
      </fieldset>
      <fieldset className={styles.group}>
        <div className={styles.head}>
          <legend className={styles.title}>Address</legend>
          <Segmented label="Address is or is not" value={draft.addressMode} options={modes} onChange={(addressMode) => edit({ addressMode })} />
        </div>
        <TextInput
          label="IP addresses or networks"
          placeholder="203.0.113.7, 10.0.0.0/8"
          value={draft.addresses}
          error={problems.addresses}
          onChange={({ currentTarget }) => edit({ addresses: currentTarget.value })}
        />
      </fieldset>
      <div className={styles.foot}>
        <Button variant="subtle" onClick={() => edit({ field: '', old: '', now: '', addresses: '' })}>
          Clear
        </Button>
        <Button type="submit">Apply</Button>
      </div>
    </form>
  );
}

/** What begins or goes on as one writes; nothing any more where it is written out, so that no list lies over the next field. */
function matching({ options, search }: { options: ComboboxParsedItem[]; search: string }): ComboboxParsedItem[] {
  const words = search.trim().toLowerCase();
  const labels = options.filter((option) => 'label' in option);
  if (labels.some(({ label }) => label === search.trim())) return [];
  return labels.filter(({ label }) => label.toLowerCase().includes(words)).slice(0, mostShown);
}

const mostShown = 30;

/** A label that is being written is a field's name only in the end: it is asked for as it stands. */
function fieldOf(label: string): string {
  const words = label.trim().split(' ');
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

/** Two of one name are told apart by what of their ids is telling. */
function namesOf(options: readonly { readonly value: string; readonly name: string | null; readonly kind: string | null }[]): ReadonlyMap<string, string> {
  const people = new Map<string, string>();
  for (const { value, name, kind } of options) {
    if (kind !== 'USER' || name === null) continue;
    people.set(people.has(name) ? `${name} (${value.slice(0, 8)})` : name, value);
  }
  return people;
}
