import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { outage, socket } from '../apollo.js';
import { AuditLogsAddedDocument, type AuditLogFilterInput } from '../gql/graphql.js';
import { Rate } from './rate.js';
import { TailConnection, type Batch, type Bridge, type TailState } from './tail-connection.js';

export interface TailStart {
  readonly filter: AuditLogFilterInput;
  /** Listen to what was recorded after this; another one begins anew. */
  readonly cursor: string;
}

interface TailOptions {
  /** Null as long as there is nothing to go on from. */
  start: TailStart | null;
  /** Off is a pause: switched on again it goes on from where it was. */
  on: boolean;
  onBatch: (batch: Batch) => void;
  /** Entries were recorded while live was cut off or paused; they have come. */
  onBridge: (bridge: Bridge) => void;
}

export interface Tail {
  readonly state: TailState;
  /** How much comes, in words; empty where nothing does. */
  readonly rate: string;
  readonly retryNow: () => void;
}

/** Listens to what is recorded from `start` on, for as long as the component stands. */
export function useTail({ start, on, onBatch, onBridge }: TailOptions): Tail {
  const client = useApolloClient();
  const [state, setState] = useState<TailState>({ status: on ? 'connecting' : 'paused' });
  const connection = useRef<TailConnection | null>(null);
  const [rate, setRate] = useState('');
  const receive = useEffectEvent(onBatch);
  const bridge = useEffectEvent(onBridge);

  useEffect(() => {
    if (start === null) return undefined;
    const counted = new Rate();
    const telling = setInterval(() => setRate(counted.words(performance.now())), 1000);
    const made = new TailConnection(
      {
        subscribe: (after, sink) => {
          const subscription = client
            .subscribe({ query: AuditLogsAddedDocument, variables: { filter: start.filter, after }, fetchPolicy: 'no-cache' })
            .subscribe({
              next: ({ data, error }) => {
                if (error !== undefined) sink.error(error);
                else if (data !== undefined) sink.next(data.auditLogsAdded);
              },
              error: sink.error,
              complete: sink.complete,
            });
          return () => subscription.unsubscribe();
        },
        drop: () => socket.terminate(),
      },
      start.cursor,
      (batch) => {
        counted.add(batch.edges.length, performance.now());
        receive(batch);
      },
      setState,
      (made) => bridge(made),
    );
    connection.current = made;
    // The network is back, or the page is looked at again: waiting longer would make no sense.
    const hurry = () => made.retryNow();
    const cutOff = () => made.cutOff();
    const stopHurrying = outage.onOver(hurry);
    window.addEventListener('online', hurry);
    window.addEventListener('offline', cutOff);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      clearInterval(telling);
      stopHurrying();
      window.removeEventListener('online', hurry);
      window.removeEventListener('offline', cutOff);
      document.removeEventListener('visibilitychange', hurry);
      made.pause();
      connection.current = null;
    };
  }, [client, start]);

  useEffect(() => {
    if (on) connection.current?.start();
    else connection.current?.pause();
  }, [on, start]);

  // Until the list has come there is nothing to go on from, but that is no pause.
  const shown: TailState = on && start === null ? { status: 'connecting' } : state;
  return { state: shown, rate, retryNow: () => connection.current?.retryNow() };
}
