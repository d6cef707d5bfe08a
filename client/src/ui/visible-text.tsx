import { Fragment } from 'react';
import { piecesOf } from './invisible.js';
import styles from './visible-text.module.css';

/** A recorded text as it is: what cannot be seen in it stands as a marked code. */
export function VisibleText({ text }: { text: string }) {
  return piecesOf(text).map((piece, index) =>
    piece.isCode ? (
      <span key={index} className={styles.code}>
        {piece.text}
      </span>
    ) : (
      <Fragment key={index}>{piece.text}</Fragment>
    ),
  );
}

/** The same within a line: its writing direction is its own, and turns nothing around it. */
export function IsolatedText({ text }: { text: string }) {
  return (
    <bdi>
      <VisibleText text={text} />
    </bdi>
  );
}
