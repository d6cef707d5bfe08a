import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from 'react';
import { floatingClassNames } from '../ui/floating.js';
import { Keycap } from '../ui/keycap.js';
import { readAddress, readSearch } from './search-text.js';
import styles from './search-box.module.css';

interface SearchBoxProps {
  /** The search in force, as the filter has it; empty for none. */
  search: string;
  /** `replace`: it goes on from the last one, and is no step of its own to go back to. */
  onSearch: (search: string | null, options: { replace: boolean }) => void;
  /** Narrows to an address, where that is what was written. */
  onAddress: (address: string) => void;
  /** The keyboard goes on to the list; `changed` where the list is being asked for anew. */
  onLeave: (changed: boolean) => void;
}

/** Not every letter is worth a question. */
const pause = 300;

/** Searches names and values while one writes; what is wrong with the text it says below. */
export function SearchBox({ search, onSearch, onAddress, onLeave }: SearchBoxProps) {
  const [text, setText] = useState(search);
  const [focused, setFocused] = useState(false);
  /** What is unfinished is told of when one has stopped writing. */
  const [finished, setFinished] = useState(false);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  /** What was asked for from here last: the search in force is no news then, and what is written meanwhile stays. */
  const asked = useRef(search);
  const goesOn = useRef(false);

  const read = readSearch(text);
  const address = readAddress(text);
  const pending = read.kind !== 'problem' && (read.kind === 'empty' ? '' : read.search) !== search;

  const apply = useEffectEvent((written: string) => {
    const wanted = readSearch(written);
    if (wanted.kind === 'problem') return;
    const next = wanted.kind === 'empty' ? '' : wanted.search;
    if (next === search) return;
    asked.current = next;
    onSearch(next === '' ? null : next, { replace: goesOn.current });
    goesOn.current = true;
  });

  // Changed elsewhere, as by the browser's Back: that is what the field says then.
  const follow = useEffectEvent(() => {
    if (search !== asked.current) setText(search);
    asked.current = search;
  });
  useEffect(() => follow(), [search]);

  useEffect(() => {
    if (!pending || !focused) return undefined;
    const timer = setTimeout(() => apply(text), pause);
    return () => clearTimeout(timer);
  }, [text, pending, focused]);

  function clear() {
    setText('');
    setFinished(false);
    if (search === '') return;
    asked.current = '';
    onSearch(null, { replace: goesOn.current });
    goesOn.current = true;
  }

  function onKeyDown(event: KeyboardEvent) {
    // A word that an input method is still being asked for ends with the same keys.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      setFinished(true);
      apply(text);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (text === '') onLeave(false);
      else clear();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      apply(text);
      onLeave(pending);
    }
  }

  const problem = read.kind === 'problem' && (finished || !read.unfinished) ? read.problem : null;
  const helps = problem !== null || (focused && (text === '' || address !== null || read.kind === 'problem'));
  return (
    <div
      className={styles.box}
      data-wrong={problem !== null || undefined}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget)) return;
        setFocused(false);
        setFinished(true);
        apply(text);
        goesOn.current = false;
      }}
    >
      <Search className={styles.glass} size={14} strokeWidth={1.75} aria-hidden />
      <input
        ref={input}
        className={styles.input}
        type="search"
        data-search
        aria-label="Search names and values"
        placeholder="Search names and values"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        aria-invalid={problem !== null}
        aria-describedby={helps ? id : undefined}
        value={text}
        onFocus={() => setFocused(true)}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setFinished(false);
        }}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <span className={styles.key} aria-hidden>
          <Keycap>/</Keycap>
        </span>
      ) : (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear the search"
          onClick={() => {
            clear();
            input.current?.focus();
          }}
        >
          <X size={14} strokeWidth={2} aria-hidden />
        </button>
      )}
      <div id={id} className={`${floatingClassNames.surface} ${styles.tips}`} hidden={!helps}>
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {problem !== null && search !== '' && <p className={styles.note}>The list still shows what “{search}” found.</p>}
        {problem === null && read.kind === 'problem' && <p className={styles.note}>{read.problem}</p>}
        {address !== null && (
          <button
            type="button"
            className={styles.address}
            // Before the field loses the keyboard, and with it would search for the address as words.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setText('');
              asked.current = '';
              onAddress(address);
            }}
          >
            Only what came from <strong>{address}</strong>
          </button>
        )}
        {text === '' && <Tips />}
      </div>
    </div>
  );
}

const tips = [
  ['card declined', 'both words, anywhere in an entry'],
  ['retr*', 'words that begin so'],
  ['"card declined"', 'one after the other'],
  ['-draft', 'not this word'],
] as const;

function Tips() {
  return (
    <>
      <dl className={styles.list}>
        {tips.map(([example, meaning]) => (
          <div key={example} className={styles.tip}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>Names of things, changed fields, old and new values. People are found by the filter User.</p>
    </>
  );
}
