import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import { Button } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { AuditLogEntryFragment } from '../gql/graphql.js';
import { EmptyState } from '../ui/empty-state.js';
import { PageHeader } from '../ui/page-header.js';
import { Segmented } from '../ui/segmented.js';
import { useZone } from '../ui/zone.js';
import { pointsFrom, pointsToSearch, withMode, type Points } from './points.js';
import { StateAt, Differences } from './timeline-states.js';
import { TimelineList } from './timeline-list.js';
import type { TimelineParts } from './timeline-parts.js';
import { TimelineTrack } from './timeline-track.js';
import type { Timeline } from './use-timeline.js';
import styles from './timeline.module.css';

interface TimelineProps {
  timeline: Timeline;
  /** Its own address, without the points that are looked at. */
  address: string;
  /** The list of the log, and the list of this thing's entries in it. */
  logAddress: string;
  listAddress: string;
  parts: TimelineParts;
  /** What is done with the address, such as copying it. */
  tools: ReactNode;
}

const modes = [
  { value: 'state', label: 'State at a point' },
  { value: 'compare', label: 'Compare two points' },
] as const;

/** All that was ever done to one thing, what it was at any point, and what differs between two. */
export function TimelineView({ timeline, address, logAddress, listAddress, parts, tools }: TimelineProps) {
  useZone();
  const { entries, more, loading, failure, retry, loadOlder } = timeline;
  const search = useSearch();
  const [, navigate] = useLocation();
  const points = entries === null ? null : pointsFrom(search, entries);
  const change = (next: Points) => navigate(`${address}?${pointsToSearch(next)}`, { replace: true });
  const newest = entries?.[0];
  const named = entries?.find(({ entity }) => entity?.name != null && entity.name !== '');
  const title = named?.entity?.name ?? (newest === undefined ? 'History' : eventTypeOf(newest.eventType).label);

  return (
    <div className={styles.page}>
      <PageHeader
        title={title}
        tab={`History of ${title}`}
        trail={
          <span className={styles.trail}>
            <Link href={logAddress}>Audit Logs</Link>
            <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
          </span>
        }
      >
        {tools}
        <Button variant="subtle" component={Link} href={listAddress}>
          Show in the list
        </Button>
      </PageHeader>
      {failure !== null && (
        <p className={styles.failed} role="status">
          {entries === null ? 'The history' : 'A part of the history'} did not load. {failure.message}{' '}
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      {entries === null && failure === null && (
        <p className={styles.failed} role="status">
          Loading the history
        </p>
      )}
      {entries !== null && points === null && !loading && (
        <EmptyState title="The log has no entry of this">
          The link may be wrong, or the entries may be older than the log is kept.
        </EmptyState>
      )}
      {entries !== null && points !== null && (
        <>
          <TimelineTrack entries={entries} points={points} onPoint={(id) => change(picked(points, id))} />
          <div className={styles.sides}>
            <TimelineList
              entries={entries}
              whole={!more}
              points={points}
              parts={parts}
              onChange={change}
              foot={
                more && (
                  <Button variant="subtle" disabled={loading} onClick={loadOlder}>
                    {loading ? 'Loading older entries' : 'Show older entries'}
                  </Button>
                )
              }
            />
            <section className={styles.content} aria-label="What it was">
              <div className={styles.bar}>
                <Segmented label="What is shown" value={points.mode} options={modes} onChange={(mode) => change(withMode(points, mode, entries))} />
                <About entries={entries} points={points} onSwap={(swapped) => change(swapped)} />
              </div>
              {points.mode === 'state' ? (
                <StateAt entries={entries} at={points.at} whole={!more} parts={parts} />
              ) : (
                <Differences entries={entries} a={points.a} b={points.b} whole={!more} parts={parts} />
              )}
            </section>
          </div>
        </>
      )}
    </div>
  );
}

interface AboutProps {
  entries: readonly AuditLogEntryFragment[];
  points: Points;
  onSwap: (points: Points) => void;
}

function About({ entries, points, onSwap }: AboutProps) {
  const indexOf = (id: string) => entries.findIndex((entry) => entry.id === id);
  if (points.mode === 'state') {
    const count = entries.length - indexOf(points.at);
    const entry = entries.find(({ id }) => id === points.at);
    const gone = entry !== undefined && actionOf(entry.action).tone === 'delete';
    return (
      <span className={styles.soft}>
        {gone ? 'as it was before it was deleted' : 'as it was then'}, rebuilt from {count} {count === 1 ? 'entry' : 'entries'}
      </span>
    );
  }
  const between = Math.abs(indexOf(points.a) - indexOf(points.b));
  return (
    <span className={styles.swap}>
      <span className={styles.soft}>
        {between} {between === 1 ? 'entry' : 'entries'} between them
      </span>
      <Button variant="default" onClick={() => onSwap({ mode: 'compare', a: points.b, b: points.a })}>
        Swap A and B
      </Button>
    </span>
  );
}

/** A click on a point: the one that is looked at, or the later of the two. */
export function picked(points: Points, id: string): Points {
  return points.mode === 'state' ? { mode: 'state', at: id } : { ...points, b: id };
}
