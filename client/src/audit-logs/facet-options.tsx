import { Button } from '@mantine/core';
import { Ban, Check, Search } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { countText, entriesText, type CountLike } from '../ui/count-text.js';
import { Keycap } from '../ui/keycap.js';
import { Segmented } from '../ui/segmented.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ActionText, ActorMark } from './entry-parts.js';
import { byCount, countOf, type FacetCounts } from './facet-counts.js';
import { noProject, toggled, valueLabel, type Choice, type Facet, type Mode } from './facets.js';
import { useFacetCounts } from './use-facet-counts.js';
import { most, useOptions, type Option } from './use-options.js';
import { actorKindLabel, actorName } from './words.js';
import styles from './facet-options.module.css';

interface FacetOptionsProps {
  facet: Facet;
  /** The view that is counted in. */
  filter: PageFilter;
  choice: Choice;
  names: ReadonlyMap<string, string>;
  /** Whether one begins in the search: not on a phone, where a keyboard would cover the values. */
  focusSearch?: boolean;
  onLearn: (options: readonly Option[]) => void;
  onChange: (choice: Choice) => void;
  /** Ends the choosing with this choice. */
  onApply: (choice: Choice) => void;
}

const modes = [
  { value: 'include', label: 'is' },
  { value: 'exclude', label: 'is not' },
] as const;

/** The values of one facet, to search in and to choose from, and to exclude. */
export default function FacetOptions({ facet, filter, choice, names, focusSearch = false, onLearn, onChange, onApply }: FacetOptionsProps) {
  const [search, setSearch] = useState('');
  const [mode, setMode] = useState<Mode>(choice.include.length === 0 && choice.exclude.length > 0 ? 'exclude' : 'include');
  const { options, cut, failure, retry } = useOptions(facet, search);
  useEffect(() => {
    if (options !== undefined) onLearn(options);
  }, [options, onLearn]);

  const counted = useFacetCounts(facet, filter);
  const counts = counted?.counts ?? null;
  const ready = options !== undefined && counted !== undefined;
  const groups = ready ? groupsOf(facet, search === '' ? withCounted(options, counts) : options, choice, search, names) : [];
  const inOrder = (all: readonly Option[]) => (counts !== null && counted?.inTime === true ? byCount(all, counts) : all);
  const toggle = (value: string) => onChange(toggled(choice, value, mode));
  /** Also what is included: its key says only that it excludes. */
  const exclude = (value: string) =>
    onChange(toggled(choice.include.includes(value) ? toggled(choice, value, 'include') : choice, value, 'exclude'));
  const finish = (value: string) => onApply(stateOf(choice, value) === null ? toggled(choice, value, mode) : choice);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=checkbox]')];
    const at = boxes.findIndex((box) => box === document.activeElement);
    boxes[Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus();
  }

  return (
    <div onKeyDown={onKeyDown}>
      <div className={styles.top}>
        <Search className={styles.glass} size={14} strokeWidth={1.75} aria-hidden />
        <input
          className={styles.search}
          type="search"
          aria-label={facet.find}
          placeholder={facet.find}
          autoFocus={focusSearch}
          data-autofocus={focusSearch || undefined}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onApply(choice);
          }}
        />
        <Segmented label={`${facet.label} is or is not`} value={mode} options={modes} onChange={setMode} />
      </div>
      <div className={styles.options} role="group" aria-label={facet.label}>
        {failure !== null ? (
          <p className={styles.note}>
            The values did not load. {failure.message}{' '}
            <Button variant="default" onClick={retry}>
              Try again
            </Button>
          </p>
        ) : (
          groups.map((group) => (
            <div key={group.label} role="group" aria-label={group.label || facet.label}>
              {group.label !== '' && <p className={styles.group}>{group.label}</p>}
              {inOrder(group.options).map((option) => (
                <OptionBox
                  key={option.value}
                  state={stateOf(choice, option.value)}
                  count={counts === null ? null : countOf(counts, option.value)}
                  highest={counts?.highest ?? 1}
                  onToggle={() => toggle(option.value)}
                  onExclude={() => exclude(option.value)}
                  onFinish={() => finish(option.value)}
                >
                  <OptionText facet={facet} option={option} names={names} />
                </OptionBox>
              ))}
            </div>
          ))
        )}
        {failure === null && cut && <p className={styles.note}>These are the first {most}. Search for the others.</p>}
        {failure === null && ready && groups.length === 0 && (
          <p className={styles.note}>Nothing in the log is called “{search.trim()}”.</p>
        )}
      </div>
    </div>
  );
}

interface OptionBoxProps {
  state: Mode | null;
  count: CountLike | null;
  /** What a full bar stands for. */
  highest: number;
  onToggle: () => void;
  onExclude: () => void;
  /** Chooses it where it is not chosen, and ends the choosing. */
  onFinish: () => void;
  children: ReactNode;
}

function OptionBox({ state, count, highest, onToggle, onExclude, onFinish, children }: OptionBoxProps) {
  const id = useId();
  return (
    <button
      type="button"
      role="checkbox"
      className={styles.option}
      data-state={state ?? undefined}
      aria-checked={state !== null}
      aria-labelledby={id}
      aria-describedby={count === null ? undefined : `${id}-count`}
      onClick={onToggle}
      onKeyDown={(event) => {
        if (event.key === 'x') onExclude();
        if (event.key !== 'Enter') return;
        // Space toggles; enter would undo that, as a click.
        event.preventDefault();
        onFinish();
      }}
    >
      <span className={styles.box} aria-hidden>
        {state === 'include' && <Check size={12} strokeWidth={3} />}
        {state === 'exclude' && <Ban size={14} strokeWidth={2} />}
      </span>
      <span className={styles.text} id={id}>
        {children}
        {state === 'exclude' && <span className={styles.excluded}>excluded</span>}
      </span>
      {state !== 'exclude' && (
        <span className={styles.hint} aria-hidden>
          exclude <Keycap>x</Keycap>
        </span>
      )}
      {count !== null && (
        <>
          <span className={styles.bar} aria-hidden>
            <span className={styles.fill} style={{ width: `${Math.min(100, (count.value / highest) * 100)}%` }} />
          </span>
          <span className={styles.count} aria-hidden data-none={count.value === 0 || undefined}>
            {countText(count)}
          </span>
          <span id={`${id}-count`} hidden>
            {entriesText(count)}
          </span>
        </>
      )}
    </button>
  );
}

interface OptionTextProps {
  facet: Facet;
  option: Option;
  names: ReadonlyMap<string, string>;
}

function OptionText({ facet, option, names }: OptionTextProps) {
  switch (facet.key) {
    case 'actions':
      return <ActionText action={option.value} />;
    case 'userIds':
      return (
        <>
          <ActorMark actor={option} />
          <span className={styles.name}>
            <IsolatedText text={actorName(option)} />
          </span>
          {option.kind !== 'USER' && option.kind !== null && (
            <span className={styles.soft}>{actorKindLabel[option.kind]}</span>
          )}
        </>
      );
    default:
      return (
        <span className={styles.name}>
          <IsolatedText text={option.name ?? valueLabel(facet, option.value, names)} />
        </span>
      );
  }
}

function stateOf({ include, exclude }: Choice, value: string): Mode | null {
  if (include.includes(value)) return 'include';
  return exclude.includes(value) ? 'exclude' : null;
}

/** The server gives the first values by name; what occurs in the view is there in any case. */
function withCounted(options: readonly Option[], counts: FacetCounts | null): readonly Option[] {
  const known = new Set(options.map(({ value }) => value));
  return [...options, ...(counts?.options ?? []).filter(({ value }) => !known.has(value))];
}

interface Group {
  readonly label: string;
  readonly options: readonly Option[];
}

function groupsOf(
  facet: Facet,
  options: readonly Option[],
  choice: Choice,
  search: string,
  names: ReadonlyMap<string, string>,
): readonly Group[] {
  // What is chosen stays in sight, also where the server gives only the first values.
  const unseen = [...choice.include, ...choice.exclude].filter(
    (value) => value !== noProject && search === '' && !options.some((option) => option.value === value),
  );
  const all = [...options, ...unseen.map((value) => ({ value, name: names.get(value) ?? null, kind: null }))];
  const groups: Group[] = [];
  if (facet.key === 'userIds') {
    const isPerson = ({ kind }: Option) => kind === 'USER' || kind === null;
    groups.push({ label: 'People', options: all.filter(isPerson) });
    groups.push({ label: 'Keys, agents, system', options: all.filter((option) => !isPerson(option)) });
  } else {
    const none = facet.key === 'projectIds' && 'no project'.includes(search.trim().toLowerCase());
    groups.push({ label: '', options: none ? [{ value: noProject, name: 'No project', kind: null }, ...all] : all });
  }
  return groups.filter((group) => group.options.length > 0);
}
