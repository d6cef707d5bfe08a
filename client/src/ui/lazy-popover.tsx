import { lazy, Suspense, useState, type RefObject } from 'react';
import type { PopoverAtProps } from './popover-at.js';

const PopoverAt = lazy(() => import('./popover-at.js'));

interface LazyPopoverProps extends Omit<PopoverAtProps, 'anchor'> {
  anchor: RefObject<HTMLElement | null>;
}

/** A popover whose code is fetched when it is first opened: most are not, and the page is there sooner. */
export function LazyPopover({ anchor, ...props }: LazyPopoverProps) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  if (props.opened && element === null && anchor.current !== null) setElement(anchor.current);
  return (
    element !== null && (
      <Suspense fallback={null}>
        <PopoverAt {...props} anchor={element} />
      </Suspense>
    )
  );
}
