import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { loadPart } from './load-part.js';
import { Part } from './part.js';

/** What may be told a component whose code comes later, beside its own properties. */
interface LaterProps {
  /** Stands in its place where its code does not come; nothing does where this is not given. */
  renderFailed?: (retry: () => void) => ReactNode;
  onFailed?: () => void;
}

/**
 * A component whose code is fetched when it is first shown. Where that fails the page around it goes on, and showing it
 * again asks again.
 */
export function later<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const fresh = () => lazy(() => loadPart(load));
  let current = fresh();
  return function Later({ renderFailed, onFailed, ...props }: Props & LaterProps) {
    const [{ Shown, attempt }, setShown] = useState({ Shown: current, attempt: 0 });
    return (
      <Part
        key={attempt}
        onFailed={() => {
          // React keeps that it failed.
          if (current === Shown) current = fresh();
          onFailed?.();
        }}
        instead={renderFailed?.(() => setShown({ Shown: current, attempt: attempt + 1 }))}
      >
        <Suspense fallback={null}>
          <Shown {...(props as unknown as Props)} />
        </Suspense>
      </Part>
    );
  };
}
