import type { FieldChange } from '@audit-log/shared/entry';
import { useEffect, useState } from 'react';
import { Redirect } from 'wouter';
import { openView } from '../apollo.js';
import { ChangeSection, fieldTitle } from '../audit-logs/change-section.js';
import { ChangeSide } from '../audit-logs/change-sides.js';
import { CopyLink } from '../audit-logs/copy-link.js';
import { summaryOf } from '../audit-logs/details-cell.js';
import { ActionText, ActorText, PartText } from '../audit-logs/entry-parts.js';
import type { Entry } from '../audit-logs/entry-window.js';
import { PlainValue } from '../audit-logs/plain-values.js';
import type { Part } from '../audit-logs/summary.js';
import { flatText, kindOf, listOf } from '../audit-logs/value.js';
import { useTail } from '../tail/use-tail.js';
import type { TimelineParts } from '../timeline/timeline-parts.js';
import { TimelineView } from '../timeline/timeline.js';
import { useTimeline } from '../timeline/use-timeline.js';
import { historyAddress } from '../ui/history-address.js';
import { thingFromPath, timelineAddress, type Thing } from '../ui/timeline-address.js';
import { NotAllowed } from './not-allowed.js';
import { auditLogsPath } from './paths.js';

function Summary({ entry }: { entry: Entry }) {
  const { parts: [part], more, parts } = summaryOf(entry);
  const untold = more + Math.max(0, parts.length - 1);
  return (
    <>
      {part !== undefined && <PartText part={shortened(part)} />}
      {untold > 0 && <span>{untold} more</span>}
    </>
  );
}

/** What it was before is in the entry below: where there is little room, what it became is enough. */
function shortened(part: Part): Part {
  return part.kind === 'change' ? { kind: 'value', field: `${part.field} →`, text: part.new, recorded: false, of: part.of } : part;
}

/** Between two points no single entry changed it: there is nothing to filter for. */
function Difference({ change }: { change: FieldChange }) {
  return <ChangeSection change={change} handle={(_, title) => title} />;
}

/** Entries and values look as they do in the list and beside it. */
const parts: TimelineParts = {
  Action: ActionText,
  Summary,
  Actor: ActorText,
  Value: PlainValue,
  Difference,
  Side: ChangeSide,
  fieldTitle,
  valueText: (_field, value) => (kindOf(value) === 'list' ? listOf(value).join(', ') : flatText(value)),
};

interface TimelineRouteProps {
  allowed: boolean;
  /** Where one is, where the browser's address does not say so. Not as the router reads it: an id may have any characters, and it decodes some of them. */
  pathname?: string;
  /** Where the log is that one comes back to. */
  logAddress?: string;
}

export default function TimelineRoute({ allowed, pathname = location.pathname, logAddress = auditLogsPath }: TimelineRouteProps) {
  const thing = thingFromPath(pathname);
  if (!allowed) return <NotAllowed title="History" what="The audit log is" />;
  return thing === null ? <Redirect to={auditLogsPath} replace /> : <TimelinePage key={pathname} thing={thing} logAddress={logAddress} />;
}

function TimelinePage({ thing, logAddress }: { thing: Thing; logAddress: string }) {
  const { eventType, entityId } = thing;
  // Who looks at a history looks at the log: it is recorded as the view of these entries.
  useState(() => openView(new URLSearchParams({ ...(eventType === null ? {} : { type: eventType }), entity: entityId })));
  const timeline = useTimeline(thing);
  const { start, add, reload } = timeline;
  const { state } = useTail({ start, on: true, onBatch: ({ edges }) => add(edges.map(({ node }) => node)), onBridge: () => undefined });
  const rewound = state.status === 'rewound';
  useEffect(() => {
    if (rewound) reload();
  }, [rewound, reload]);
  return (
    <TimelineView
      timeline={timeline}
      address={timelineAddress(thing)}
      logAddress={logAddress}
      listAddress={historyAddress(entityId, eventType)}
      parts={parts}
      tools={<CopyLink />}
    />
  );
}
