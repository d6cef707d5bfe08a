import type { FieldChange } from '@audit-log/shared/entry';
import { useState } from 'react';
import { openView } from '../apollo.js';
import { ChangeSection, fieldTitle } from '../audit-logs/change-section.js';
import { CopyLink } from '../audit-logs/copy-link.js';
import { summaryOf } from '../audit-logs/details-cell.js';
import { ActionText, ActorText, PartText } from '../audit-logs/entry-parts.js';
import type { Entry } from '../audit-logs/entry-window.js';
import { PlainValue } from '../audit-logs/plain-values.js';
import { flatText, kindOf, listOf } from '../audit-logs/value.js';
import { Timeline } from '../timeline/timeline.js';
import type { TimelineParts } from '../timeline/timeline-parts.js';
import { historyAddress } from '../ui/history-address.js';
import { NotAllowed } from './not-allowed.js';
import { auditLogsPath } from './paths.js';

function Summary({ entry }: { entry: Entry }) {
  const { parts: [part], more, parts } = summaryOf(entry);
  const untold = more + Math.max(0, parts.length - 1);
  return (
    <>
      {part !== undefined && <PartText part={part} />}
      {untold > 0 && <span>{untold} more</span>}
    </>
  );
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
  fieldTitle,
  valueText: (_field, value) => (kindOf(value) === 'list' ? listOf(value).join(', ') : flatText(value)),
};

export default function TimelineRoute({ id, allowed }: { id: string; allowed: boolean }) {
  return allowed ? <TimelinePage key={id} id={id} /> : <NotAllowed title="History" what="The audit log is" />;
}

function TimelinePage({ id }: { id: string }) {
  // Who looks at a history looks at the log: it is recorded as the view of these entries.
  useState(() => openView(new URLSearchParams({ entity: id })));
  return <Timeline entityId={id} logAddress={auditLogsPath} listAddress={historyAddress(id)} parts={parts} tools={<CopyLink />} />;
}
