import type { Permission } from '@audit-log/shared/permission';
import { createContext, startTransition, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { client, onDoubt, socket } from '../apollo.js';
import { ViewerDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { embedded } from '../ui/embedded.js';
import { failureOf, type Failure } from '../ui/failure.js';
import { useSay } from '../ui/toasts.js';

type Viewer = ViewerFieldsFragment;

/** Who is looking. `loading` and `failed` are before that is known. */
export type ViewerState =
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure; retry: () => void }
  | { status: 'signed-out' }
  | { status: 'signed-in'; viewer: Viewer; can: (permission: Permission) => boolean; reload: () => void };

interface ViewerControl {
  state: ViewerState;
  change: (viewer: Viewer | null) => Promise<void>;
}

const ViewerContext = createContext<ViewerControl>({ state: { status: 'loading' }, change: async () => undefined });

const askViewer = () => client.query({ query: ViewerDocument, fetchPolicy: 'no-cache' });
/** Asked before anything is drawn; what fails is told to who takes the answer. */
let early: ReturnType<typeof askViewer> | null = embedded ? null : askViewer();
early?.catch(() => undefined);

export function useViewer(): ViewerState {
  return use(ViewerContext).state;
}

/** Puts a new viewer, or none, in place of the old one, and forgets everything the old one has seen. */
export function useChangeViewer(): ViewerControl['change'] {
  return use(ViewerContext).change;
}

export function ViewerProvider({ children }: { children: ReactNode }) {
  // Undefined until it is known; null when nobody is signed in.
  const [viewer, setViewer] = useState<Viewer | null>();
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = useCallback(async () => {
    setFailure(null);
    try {
      const asked = early ?? askViewer();
      early = null;
      const { data } = await asked;
      // The page that follows is drawn in slices.
      if (data !== undefined) startTransition(() => setViewer(data.viewer));
    } catch (error) {
      // Who is known already stays: only an answer can say otherwise.
      setFailure(failureOf(error));
    }
  }, []);

  useEffect(() => {
    void load();
    return onDoubt(() => void load());
  }, [load]);

  const say = useSay();
  const left = useRef(false);
  const before = useRef(viewer);
  useEffect(() => {
    const was = before.current;
    before.current = viewer;
    if (was != null && viewer === null && !left.current) say(signedOut);
  }, [viewer, say]);

  const change = useCallback(
    async (next: Viewer | null) => {
      socket.terminate();
      await client.clearStore();
      left.current = next === null;
      setViewer(next);
    },
    [],
  );

  const control = useMemo(() => ({ state: stateOf(viewer, failure, load), change }), [viewer, failure, load, change]);
  return <ViewerContext value={control}>{children}</ViewerContext>;
}

/** Said to those who did not sign out by themselves. */
const signedOut = 'You were signed out meanwhile. Sign in to go on where you were.';

function stateOf(viewer: Viewer | null | undefined, failure: Failure | null, load: () => Promise<void>): ViewerState {
  if (viewer === null) return { status: 'signed-out' };
  if (viewer !== undefined) {
    return { status: 'signed-in', viewer, can: (permission) => viewer.permissions.includes(permission), reload: () => void load() };
  }
  return failure === null ? { status: 'loading' } : { status: 'failed', failure, retry: () => void load() };
}
