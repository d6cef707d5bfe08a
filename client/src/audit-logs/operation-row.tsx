import { eventTypeOf } from '@audit-log/shared/catalogue';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { clock } from '../ui/time-format.js';
import { withCodes } from '../ui/invisible.js';
import { IsolatedText } from '../ui/visible-text.js';
import { EntityName } from './details-cell.js';
import { ActionText, PartText } from './entry-parts.js';
import { CellsOfRow, type RowProps } from './entry-row.js';
import type { Entry } from './entry-window.js';
import { IsolatedFound } from './found-text.js';
import type { Run } from './list-items.js';
import type { OperationSummary, Told } from './operation-summary.js';
import { operationCount, operationTitle } from './operation-words.js';
import { useOperationTotal } from './use-operation-total.js';
import { actorName } from './words.js';
import details from './details-cell.module.css';
import parts from './entry-parts.module.css';
import styles from './entry-row.module.css';
import own from './operation-row.module.css';

interface OperationRowProps extends RowProps {
  run: Run;
  summary: OperationSummary;
  /** Whether the filter may hold back some of its entries. */
  filtered: boolean;
}

/** The entries of one operation in one row: what was done, and to how many. */
export function OperationRow(props: OperationRowProps) {
  const { run, summary, filtered, rowKey, place, index, top, active, opened, narrow } = props;
  const { lead, manyProjects } = summary;
  const open = run.expansion !== 'closed';
  const total = useOperationTotal(lead, open);
  const content = <OperationDetails run={run} summary={summary} count={operationCount(run, { filtered, total })} />;
  return (
    <div
      role="row"
      className={styles.row}
      data-row={rowKey}
      data-operation
      data-active={active || undefined}
      data-narrow={narrow || undefined}
      aria-rowindex={index}
      aria-level={1}
      aria-posinset={place}
      aria-setsize={-1}
      aria-expanded={open}
      aria-selected={opened}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {narrow ? (
        <NarrowOperation lead={lead} open={open} summary={summary} count={operationCount(run, { filtered, total })} />
      ) : (
        <CellsOfRow {...props} instead={manyProjects ? { details: content, project: 'several projects' } : { details: content }} />
      )}
    </div>
  );
}

interface OperationDetailsProps {
  run: Run;
  summary: OperationSummary;
  count: string;
}

function OperationDetails({ run, summary, count }: OperationDetailsProps) {
  return (
    <span className={details.details}>
      <span className={own.name} title={withCodes(`${operationTitle(summary)}, ${count}`)}>
        <Chevron open={run.expansion !== 'closed'} />
        <span className={own.title}>
          <Title summary={summary} />, {count}
        </span>
      </span>
      <span className={details.changes}>
        <ToldText told={summary.told} />
      </span>
    </span>
  );
}

interface NarrowOperationProps {
  lead: Entry;
  open: boolean;
  summary: OperationSummary;
  count: string;
}

function NarrowOperation({ lead, open, summary, count }: NarrowOperationProps) {
  return (
    <div role="gridcell" aria-colspan={6} className={styles.narrow}>
      <span className={styles.line}>
        <span className={own.narrowName} data-column="details">
          <Title summary={summary} />, {count}
        </span>
        <span className={styles.type} data-column="eventType">
          {eventTypeOf(lead.eventType).label}
        </span>
        <Chevron open={open} />
        <time className={styles.narrowTime} dateTime={lead.time} data-column="time">
          {clock(lead.time)}
        </time>
      </span>
      <span className={styles.line}>
        <span className={styles.act} data-column="action">
          <ActionText action={lead.action} />
        </span>
        <span className={styles.who} data-column="user">
          <IsolatedText text={actorName(lead.user)} />
        </span>
        <ToldText told={summary.told} />
      </span>
    </div>
  );
}

function Chevron({ open }: { open: boolean }) {
  const Icon = open ? ChevronDown : ChevronRight;
  return <Icon className={own.chevron} size={14} strokeWidth={2} aria-hidden />;
}

function Title({ summary }: { summary: OperationSummary }) {
  return summary.isAct ? <EntityName entry={summary.lead} /> : operationTitle(summary);
}

function ToldText({ told }: { told: Told }) {
  switch (told.kind) {
    case 'part':
      return <PartText part={told.part} />;
    case 'change':
      return (
        <span className={parts.change}>
          <span className={parts.field}>{told.field}</span>
          <span className={parts.old}>
            <IsolatedText text={told.old} />
          </span>
          <span className={parts.arrow}>→</span>
          <span className={parts.new}>
            <IsolatedText text={told.new} />
          </span>
        </span>
      );
    case 'names':
      return (
        <span className={parts.part}>
          {told.names.map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <IsolatedFound text={name} />
            </span>
          ))}
        </span>
      );
    default:
      return <span className={parts.part}>{told.words}</span>;
  }
}
