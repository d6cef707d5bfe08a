import { foundIn, type FoundRange } from '@audit-log/shared/highlight';
import type { SearchQuery } from '@audit-log/shared/search';
import { createContext, Fragment, use } from 'react';
import { VisibleText } from '../ui/visible-text.js';
import styles from './found-text.module.css';

/** What is searched for; nothing where there is no search, and where its words were not looked for. */
export const Searched = createContext<SearchQuery>([]);

/** A recorded text, with what the search found in it marked. */
export function FoundText({ text }: { text: string }) {
  const query = use(Searched);
  return <MarkedText text={text} marks={foundIn(query, text)} />;
}

/** The same within a line: its writing direction is its own, and turns nothing around it. */
export function IsolatedFound({ text }: { text: string }) {
  return (
    <bdi>
      <FoundText text={text} />
    </bdi>
  );
}

interface FoundAsProps {
  /** As it is recorded, and searched. */
  text: string;
  /** As it is shown: a field's label, a time in the reader's zone. */
  shown: string;
}

/** What stands for a recorded text: marked as a whole where the search finds something in what was recorded. */
export function FoundAs({ text, shown }: FoundAsProps) {
  const query = use(Searched);
  if (text === shown) return <FoundText text={text} />;
  const marks = foundIn(query, text).length === 0 ? [] : [{ start: 0, end: shown.length }];
  return <MarkedText text={shown} marks={marks} />;
}

/** A text with parts of it marked. */
export function MarkedText({ text, marks }: { text: string; marks: readonly FoundRange[] }) {
  if (marks.length === 0) return <VisibleText text={text} />;
  return piecesOf(text, marks).map(({ text: piece, found }, index) =>
    found ? (
      <mark key={index} className={styles.found}>
        <VisibleText text={piece} />
      </mark>
    ) : (
      <Fragment key={index}>
        <VisibleText text={piece} />
      </Fragment>
    ),
  );
}

/** A joiner belongs to the letter before it. */
const JOINER = /[\u200C\u200D]/;

function piecesOf(text: string, marks: readonly FoundRange[]): readonly { readonly text: string; readonly found: boolean }[] {
  const pieces: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    let until = end;
    while (JOINER.test(text[until] ?? '')) until += 1;
    pieces.push({ text: text.slice(at, start), found: false }, { text: text.slice(start, until), found: true });
    at = until;
  }
  pieces.push({ text: text.slice(at), found: false });
  return pieces.filter((piece) => piece.text !== '');
}
