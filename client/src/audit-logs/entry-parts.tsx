import { actionOf } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import { Fragment } from 'react';
import { Avatar, SquareAvatar } from '../ui/avatar.js';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText, VisibleText } from '../ui/visible-text.js';
import { actionIcon, actorIcon } from './icons.js';
import { FoundAs, FoundText, IsolatedFound } from './found-text.js';
import { FoundValue } from './found-value.js';
import type { Part } from './summary.js';
import { actorName } from './words.js';
import styles from './entry-parts.module.css';

/** An action as icon and word; its colour only repeats what the word says. */
export function ActionText({ action }: { action: string }) {
  const { label, tone } = actionOf(action);
  const Icon = actionIcon(action, tone);
  return (
    <span className={styles.action} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.clip}>{label}</span>
    </span>
  );
}

interface ActorTextProps {
  actor: { kind: ActorKind | null; name: string | null };
}

export function ActorText({ actor }: ActorTextProps) {
  const name = actorName(actor);
  return (
    <span className={styles.actor}>
      <ActorMark actor={actor} />
      <span className={styles.clip} title={withCodes(name)}>
        <IsolatedText text={name} />
      </span>
    </span>
  );
}

/** People are round, machines square. */
export function ActorMark({ actor: { kind, name } }: ActorTextProps) {
  return kind === 'USER' || kind === null ? <Avatar name={name} /> : <SquareAvatar icon={actorIcon[kind]} />;
}

/** One change in few words: field and old value stand back, the new value in front. */
export function PartText({ part }: { part: Part }) {
  switch (part.kind) {
    case 'plain':
      return (
        <span className={styles.part}>
          <PlainText text={part.text} recorded={part.recorded} />
        </span>
      );
    case 'value':
      return (
        <span className={styles.part}>
          <span className={styles.soft}>
            <FoundAs text={part.of.field} shown={part.field} />
          </span>{' '}
          {part.recorded ? <IsolatedFound text={part.text} /> : <IsolatedText text={part.text} />}
        </span>
      );
    case 'change':
      return (
        <span className={styles.change}>
          <span className={styles.field}>
            <FoundAs text={part.of.field} shown={part.field} />
          </span>
          <span className={styles.old}>
            <bdi>
              <FoundValue field={part.of.field} value={part.of.old} />
            </bdi>
          </span>
          <span className={styles.arrow}>→</span>
          <span className={styles.new}>
            <bdi>
              <FoundValue field={part.of.field} value={part.of.new} />
            </bdi>
          </span>
        </span>
      );
    case 'list':
      return (
        <span className={styles.part}>
          <span className={styles.soft}>
            <FoundAs text={part.of.field} shown={part.field} />
          </span>
          {part.added.map((item) => (
            <span key={`+${item}`} className={styles.added}>
              {' '}
              +<IsolatedFound text={item} />
            </span>
          ))}
          {part.removed.map((item) => (
            <span key={`-${item}`} className={styles.removed}>
              {' '}
              −<IsolatedFound text={item} />
            </span>
          ))}
          {part.more > 0 && <span className={styles.soft}> and {part.more}</span>}
        </span>
      );
  }
}

/** Words about an entry, with its own among them: only those can have been found. */
function PlainText({ text, recorded }: { text: string; recorded: readonly string[] }) {
  const { pieces, rest } = apart(text, recorded);
  return (
    <bdi>
      {pieces.map(({ before, own }, index) => (
        <Fragment key={index}>
          {before}
          <FoundText text={own} />
        </Fragment>
      ))}
      <VisibleText text={rest} />
    </bdi>
  );
}

function apart(text: string, recorded: readonly string[]): { pieces: readonly { before: string; own: string }[]; rest: string } {
  const pieces: { before: string; own: string }[] = [];
  let rest = text;
  for (const own of recorded) {
    const at = rest.indexOf(own);
    if (at < 0) continue;
    pieces.push({ before: rest.slice(0, at), own });
    rest = rest.slice(at + own.length);
  }
  return { pieces, rest };
}
