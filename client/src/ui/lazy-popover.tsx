import { lazy, Suspense, useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { Part } from './part.js';
import type { PopoverAtProps } from './popover-at.js';
import { useSay } from './toasts.js';

const PopoverAt = lazy(() => import('./popover-at.js'));

interface LazyPopoverProps extends Omit<PopoverAtProps, 'anchor'> {
  anchor: RefObject<HTMLElement | null>;
}

/** A popover whose code is fetched when it is first opened: most are not, and the page is there sooner. */
export function LazyPopover({ anchor, ...props }: LazyPopoverProps) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [failed, setFailed] = useState(false);
  const say = useSay();
  const refuse = useEffectEvent(() => {
    props.onDismiss();
    say(`“${props.label}” did not load. Reload the page when the connection is back.`);
  });
  useEffect(() => {
    if (failed && props.opened) refuse();
  }, [failed, props.opened]);
  if (props.opened && element === null && anchor.current !== null) setElement(anchor.current);
  return (
    element !== null && (
      <Part onFailed={() => setFailed(true)}>
        <Suspense fallback={null}>
          <PopoverAt {...props} anchor={element} />
        </Suspense>
      </Part>
    )
  );
}
