import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { ago, exact, zoneOffset } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ActorMark } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { shortId } from './facets.js';
import { ValueHandle } from './value-handle.js';
import { actorKindLabel, actorName, userAgentText, viaLabel } from './words.js';
import styles from './entry-facts.module.css';

/** Who, what, when, where. */
export function EntryFacts({ entry }: { entry: Entry }) {
  const now = useNow(10_000);
  const { user, entity, project, source, time, sequence } = entry;
  return (
    <dl className={styles.facts}>
      <Fact label="Who">
        <ValueHandle entry={entry} column="user">
          <span className={styles.actor}>
            <ActorMark actor={user} />
            <IsolatedText text={actorName(user)} />
          </span>
        </ValueHandle>
        {user.kind !== 'USER' && <Soft>{actorKindLabel[user.kind]}</Soft>}
      </Fact>
      {(entity !== null || project !== null) && (
        <Fact label="What">
          {entity !== null && (
            <ValueHandle entry={entry} column="details">
              <EntityId entry={entry} id={entity.id} />
            </ValueHandle>
          )}
          {project !== null && (
            <Soft>
              <ValueHandle entry={entry} column="project">
                <IsolatedText text={project.name} />
              </ValueHandle>
            </Soft>
          )}
        </Fact>
      )}
      <Fact label="When">
        <ValueHandle entry={entry} column="time">
          <TimeText className={styles.time} time={time}>
            {exact(time)}
          </TimeText>
        </ValueHandle>
        <Soft>
          {zoneOffset(Date.parse(time))}, {ago(time, now)}
          {sequence !== null && `, #${sequence.toLocaleString('en')}`}
        </Soft>
      </Fact>
      {source !== null && (
        <Fact label="Where">
          <span>{viaLabel(source.via)}</span>
          {source.userAgent !== null && <Soft>{userAgentText(source.userAgent)}</Soft>}
          {source.ip !== null && (
            <Soft>
              <ValueHandle entry={entry} column="details" of={{ address: source.ip }}>
                {source.ip}
              </ValueHandle>
            </Soft>
          )}
        </Fact>
      )}
    </dl>
  );
}

/** What people call it, where the entry says so; else enough of its id to tell it from others. */
function EntityId({ entry: { details }, id }: { entry: Entry; id: string }) {
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const key = details.find(({ field }) => field === 'key');
  const name = key?.new ?? key?.old;
  if (typeof name === 'string') return <IsolatedText text={name} />;
  return (
    <button
      type="button"
      className={styles.id}
      title={`Copy ${id}`}
      aria-label={copied ? 'Id copied' : `Copy the id ${id}`}
      onClick={() => copy(id)}
    >
      {shortId(id)}
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} strokeWidth={1.75} aria-hidden />}
    </button>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function Soft({ children }: { children: ReactNode }) {
  return <span className={styles.soft}>{children}</span>;
}
