import type { PageFilter } from '@audit-log/shared/filter-url';
import { Menu } from '@mantine/core';
import { Ban, Braces, Copy, Funnel, GitCompareArrows, History, Layers, Link, ListFilter, MapPin, PencilLine, TimerReset } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { embedded } from '../ui/embedded.js';
import { Keycap } from '../ui/keycap.js';
import { Anchor } from '../ui/popover-at.js';
import { clock, zoneOffset } from '../ui/time-format.js';
import { TimeInZones } from '../ui/time-in-zones.js';
import { IsolatedText } from '../ui/visible-text.js';
import { aroundEntry, cellOf, cellOfPart, onlyThis, wayCell } from './cells.js';
import { tellingWays, waysOf } from './change-ways.js';
import type { CellActions, MenuPlace } from './use-cells.js';
import styles from './cell-menu.module.css';

const spans = [
  { label: '30 s', length: 30_000 },
  { label: '5 min', length: 300_000 },
  { label: '1 h', length: 3_600_000 },
] as const;

interface CellMenuProps {
  place: MenuPlace;
  filter: PageFilter;
  actions: CellActions;
  onKey: (key: string) => boolean;
  onClose: () => void;
}

const icon = { size: 16, strokeWidth: 1.75 };

/** All that can be done with a value: filter by it, exclude it, look around it, copy it. */
export default function CellMenu({ place: { entry, column, anchor, of }, filter, actions, onKey, onClose }: CellMenuProps) {
  const cell = of === undefined ? cellOf(entry, column) : cellOfPart(of);
  const address = entry.source?.ip ?? null;
  /** Further ways to filter: other sides of the same change, or what else is in the same cell. */
  const more = [
    ...(of === undefined ? (column === 'details' ? tellingWays(entry) : []) : 'change' in of ? waysOf(of.change).slice(1) : []).map(wayCell),
    ...(of === undefined && column === 'details' && address !== null ? [cellOfPart({ address })] : []),
  ];
  const everything = onlyThis(cell, filter);

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey || !onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    <Menu
      opened
      // Only closing is asked for: it is opened by whoever draws it.
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      offset={4}
      width={cell.column === 'time' ? 320 : 268}
      returnFocus
    >
      <Menu.Target>
        <Anchor element={anchor} />
      </Menu.Target>
      <Menu.Dropdown className={styles.menu} aria-label={`${cell.kind} ${cell.label}`} onKeyDown={onKeyDown}>
        {cell.column === 'time' ? (
          <Menu.Label>
            <TimeInZones time={entry.time} stacked />
          </Menu.Label>
        ) : (
          <Menu.Label className={styles.title}>
            {capital(cell.kind)} <strong><IsolatedText text={cell.label} /></strong>
          </Menu.Label>
        )}
        {cell.filtered !== null && (
          <>
            <Menu.Item leftSection={<Funnel {...icon} />} rightSection={<Keycap>f</Keycap>} onClick={() => actions.filter(entry, cell, 'include')}>
              Filter for this {cell.kind}
            </Menu.Item>
            <Menu.Item leftSection={<Ban {...icon} />} rightSection={<Keycap>x</Keycap>} onClick={() => actions.filter(entry, cell, 'exclude')}>
              Exclude this {cell.kind}
            </Menu.Item>
            {everything !== null && (
              <Menu.Item leftSection={<ListFilter {...icon} />} onClick={() => actions.show(everything)}>
                Only this, no other filter
              </Menu.Item>
            )}
            <Menu.Divider />
          </>
        )}
        {more.length > 0 && (
          <>
            <Menu.Label>Filter for</Menu.Label>
            {more.map((one) => (
              <Menu.Item
                key={one.label}
                classNames={{ itemLabel: styles.way }}
                leftSection={one.kind === 'address' ? <MapPin {...icon} /> : <PencilLine {...icon} />}
                onClick={() => actions.filter(entry, one, 'include')}
              >
                {one.kind === 'address' && 'address '}
                <IsolatedText text={one.label} />
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>
          Around {clock(entry.time)} {zoneOffset(Date.parse(entry.time))}
        </Menu.Label>
        <div className={styles.around} role="group" aria-label="Around this">
          <TimerReset {...icon} aria-hidden />
          <span aria-hidden>Around this</span>
          <span className={styles.spans}>
            {spans.map(({ label, length }) => (
              <Menu.Item
                key={label}
                className={styles.span}
                aria-label={`Around this: ${label} before and after`}
                onClick={() => actions.show(aroundEntry(entry, length), entry)}
              >
                {label}
              </Menu.Item>
            ))}
          </span>
        </div>
        {entry.entity !== null && (
          <Menu.Item leftSection={<History {...icon} />} rightSection={<Keycap>h</Keycap>} onClick={() => actions.history(entry)}>
            History of this {cellOf(entry, 'details').kind}
          </Menu.Item>
        )}
        {entry.entity !== null && (
          <Menu.Item leftSection={<GitCompareArrows {...icon} />} rightSection={<Keycap>t</Keycap>} onClick={() => actions.timeline(entry)}>
            Timeline: what it was at any point
          </Menu.Item>
        )}
        {entry.operationId !== null && (
          <Menu.Item leftSection={<Layers {...icon} />} rightSection={<Keycap>o</Keycap>} onClick={() => actions.operation(entry)}>
            All of its operation
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Copy {...icon} />} rightSection={<Keycap>c</Keycap>} onClick={() => actions.copy(cell.text, 'Value')}>
          Copy value
        </Menu.Item>
        {!embedded && (
          <Menu.Item leftSection={<Link {...icon} />} rightSection={<Keycap>⇧C</Keycap>} onClick={() => actions.copyLink(entry)}>
            Copy link to entry
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Braces {...icon} />} onClick={() => actions.copyJson(entry)}>
          Copy entry as JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
