import { eventTypeOf } from '@audit-log/shared/catalogue';
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { clock } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { IsolatedText } from '../ui/visible-text.js';
import { columnLabels } from './cells.js';
import { DetailsCell } from './details-cell.js';
import { ActionText, ActorText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import styles from './entry-row.module.css';

/**
 * No sorting, grouping or paging here: the server does all of it. Which columns are shown each row is told, since it is
 * drawn anew only for what it is told.
 */
export const features = tableFeatures({});

const column = createColumnHelper<typeof features, Entry>();

export const columns = column.columns([
  column.accessor('time', {
    header: columnLabels.time,
    cell: ({ getValue }) => (
      <TimeText className={styles.time} time={getValue()}>
        {clock(getValue())}
      </TimeText>
    ),
  }),
  column.accessor(({ eventType }) => eventTypeOf(eventType).label, { id: 'eventType', header: columnLabels.eventType }),
  column.accessor('action', {
    header: columnLabels.action,
    cell: ({ getValue }) => <ActionText action={getValue()} />,
  }),
  column.accessor(({ project }) => project?.name ?? '–', {
    id: 'project',
    header: columnLabels.project,
    cell: ({ getValue }) => <IsolatedText text={getValue()} />,
  }),
  column.accessor('user', {
    header: columnLabels.user,
    cell: ({ getValue }) => <ActorText actor={getValue()} />,
  }),
  column.display({
    id: 'details',
    header: columnLabels.details,
    cell: ({ row }) => <DetailsCell entry={row.original} />,
  }),
]);
