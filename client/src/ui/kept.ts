import { useSyncExternalStore } from 'react';

/** Something that each person chooses for themselves in this browser. */
export interface Kept<T> {
  readonly current: () => T;
  /** Changes it, and remembers it for the person who looks. */
  readonly set: (value: T) => void;
  /** It, and a new drawing of the component when it changes. */
  readonly use: () => T;
}

/** Whose choices they are; nobody's are not kept. */
let owner: string | null = null;
const recalls = new Set<() => void>();

/**
 * @param name what it is kept under, with the person's id
 * @param read makes it of what was kept, as JSON, or of null: whatever an older version or a hand has left there
 */
export function kept<T>(name: string, read: (json: unknown) => T): Kept<T> {
  let value = recalled();
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const current = () => value;
  function recalled(): T {
    return read(owner === null ? null : parsed(storage()?.getItem(`${name}:${owner}`) ?? null));
  }
  function change(next: T): void {
    value = next;
    for (const listener of listeners) listener();
  }
  recalls.add(() => change(recalled()));
  return {
    current,
    set(next) {
      try {
        if (owner !== null) storage()?.setItem(`${name}:${owner}`, JSON.stringify(next));
      } catch {
        // A full store keeps it until the page is closed.
      }
      change(next);
    },
    use: () => useSyncExternalStore(subscribe, current, current),
  };
}

/** Takes up what a person chose in this browser before. */
export function recallKept(personId: string | null): void {
  if (personId === owner) return;
  owner = personId;
  for (const recall of recalls) recall();
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A browser may keep nothing, and then says so with an error. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
