import { exact, exactUtc, zoneOffset } from './time-format.js';
import { organizationZone, useZone, zoneName, type Zone } from './zone.js';
import styles from './time-in-zones.module.css';

/** One moment to the microsecond in the reader's zone, in UTC and in the organization's, each with its offset at that moment. */
export function TimeInZones({ time }: { time: string }) {
  useZone();
  const ofOrganization = organizationZone();
  return (
    <span className={styles.zones}>
      <span>Browser</span>
      <ZoneTime time={time} zone="browser" />
      <span>UTC</span>
      <span>{exactUtc(time)}</span>
      {ofOrganization !== null && (
        <>
          <span>Organization</span>
          {ofOrganization.zone === null ? <span>This browser does not know {ofOrganization.name}</span> : <ZoneTime time={time} zone={ofOrganization.zone} />}
        </>
      )}
    </span>
  );
}

function ZoneTime({ time, zone }: { time: string; zone: Zone }) {
  const name = zoneName(zone);
  return (
    <span className={styles.time}>
      <span>
        {exact(time, zone)} {zoneOffset(Date.parse(time), zone)}
      </span>
      {name !== 'UTC' && <span className={styles.name}>{name}</span>}
    </span>
  );
}
