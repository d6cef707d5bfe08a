import type { ReactNode } from 'react';
import { ago, exact, zoneOffset } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ActorMark } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { actorKindLabel, actorName, userAgentText, viaLabel } from './words.js';
import styles from './entry-facts.module.css';

/** Who, what, when, where. */
export function EntryFacts({ entry }: { entry: Entry }) {
  const now = useNow(10_000);
  const { user, entity, project, source, time, sequence } = entry;
  return (
    <dl className={styles.facts}>
      <Fact label="Who">
        <span className={styles.actor}>
          <ActorMark actor={user} />
          <IsolatedText text={actorName(user)} />
        </span>
        {user.kind !== 'USER' && <Soft>{actorKindLabel[user.kind]}</Soft>}
      </Fact>
      {(entity !== null || project !== null) && (
        <Fact label="What">
          {project !== null && <IsolatedText text={project.name} />}
          {entity !== null && (
            <Soft>
              <span className={styles.id} title={entity.id}>
                {entity.id}
              </span>
            </Soft>
          )}
        </Fact>
      )}
      <Fact label="When">
        <TimeText className={styles.time} time={time}>
          {exact(time)}
        </TimeText>
        <Soft>
          {zoneOffset(Date.parse(time))}, {ago(time, now)}
          {sequence !== null && `, #${sequence.toLocaleString('en')}`}
        </Soft>
      </Fact>
      {source !== null && (
        <Fact label="Where">
          <span>{viaLabel(source.via)}</span>
          <Soft>
            {[source.userAgent === null ? null : userAgentText(source.userAgent), source.ip].filter(Boolean).join(', ')}
          </Soft>
        </Fact>
      )}
    </dl>
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
