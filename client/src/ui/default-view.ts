import { createContext, use, useLayoutEffect, useMemo, useState } from 'react';

/** The saved view that a person's log opens with where the address says nothing. */
export interface StandingView {
  readonly id: string;
  /** As in the page's address. */
  readonly filter: string;
}

interface DefaultViewControl {
  /** Null: the log opens as it does for everybody. */
  readonly view: StandingView | null;
  /** Takes up what the server was told, or told, of it meanwhile. */
  readonly change: (view: StandingView | null) => void;
}

/** For everything within the pages of somebody who is signed in. */
export const DefaultView = createContext<DefaultViewControl>({ view: null, change: () => undefined });

export function useDefaultView(): DefaultViewControl {
  return use(DefaultView);
}

/**
 * The control for the pages of one person, whose choice this browser remembers until they sign out.
 * @param told what came with who they are; told again, it stands over what was changed here
 */
export function useDefaultViewOf(told: { readonly defaultSavedView: StandingView | null }): DefaultViewControl {
  const [standing, setStanding] = useState({ told, view: told.defaultSavedView });
  if (standing.told !== told) setStanding({ told, view: told.defaultSavedView });
  const { view } = standing;
  useLayoutEffect(() => {
    rememberDefaultView(view);
    return () => rememberDefaultView(null);
  }, [view]);
  return useMemo(() => ({ view, change: (next) => setStanding({ told, view: next }) }), [view, told]);
}

const key = 'default-view';

/**
 * What the log opened with in this browser last: a guess, for what is asked before it is known who looks. Null where there
 * is none.
 */
export function recallDefaultView(): StandingView | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<StandingView> | null;
    return typeof kept?.id === 'string' && typeof kept.filter === 'string' ? { id: kept.id, filter: kept.filter } : null;
  } catch {
    return null;
  }
}

function rememberDefaultView(view: StandingView | null): void {
  try {
    if (view === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ id: view.id, filter: view.filter }));
  } catch {
    // A browser may keep nothing: then nothing is guessed.
  }
}
