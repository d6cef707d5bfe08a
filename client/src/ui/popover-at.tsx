import { Popover } from '@mantine/core';
import { useEffect, useLayoutEffect, useState, type ReactNode, type Ref } from 'react';

export interface PopoverAtProps {
  opened: boolean;
  /** What it stands beside; clicks there do not dismiss it. */
  anchor: HTMLElement;
  /** Its name for those who cannot see what it stands beside. */
  label: string;
  width: number;
  position?: 'bottom-start' | 'bottom-end' | 'top-start';
  offset?: number;
  padding?: number;
  /** What escape does, where that is something else than dismissing. */
  onEscape?: (() => void) | undefined;
  onDismiss: () => void;
  children: ReactNode;
}

/** Floats beside an element, which gets the keyboard back. Use `LazyPopover`: this one brings much code with it. */
export default function PopoverAt({ opened, anchor, label, padding = 0, onEscape, children, ...rest }: PopoverAtProps) {
  // It remembers who had the keyboard when it turns from closed to open, and nobody where it begins open.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return (
    <Popover opened={opened && mounted} position="bottom-start" offset={4} withRoles={false} trapFocus returnFocus closeOnEscape={onEscape === undefined} {...rest}>
      <Popover.Target>
        <Anchor element={anchor} />
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label={label}
        tabIndex={-1}
        p={padding}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || onEscape === undefined) return;
          event.stopPropagation();
          onEscape();
        }}
      >
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Stands for an element that is drawn elsewhere. */
export function Anchor({ element, ref }: { element: HTMLElement; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') return ref(element) ?? (() => void ref(null));
    if (ref != null) ref.current = element;
    return undefined;
  }, [ref, element]);
  return null;
}
