import { exact, exactUtc, zoneOffset } from './time-format.js';
import { organizationZone, useZone, zoneName, type Zone } from './zone.js';
import styles from './time-in-zones.module.css';

interface TimeInZonesProps {
  time: string;
  /** Each zone above its time, where there is no room for both side by side. */
  stacked?: boolean;
}

/** One moment to the microsecond in the reader's zone, in UTC and in the organization's, each with its offset at that moment. */
export function TimeInZones({ time, stacked = false }: TimeInZonesProps) {
  useZone();
  const ofOrganization = organizationZone();
  return (
    <span className={styles.zones} data-stacked={stacked || undefined}>
      <ZoneTime whose="Browser" name={zoneName('browser')} text={inZone(time, 'browser')} />
      <ZoneTime whose="UTC" name="UTC" text={exactUtc(time)} />
      {ofOrganization !== null && (
        <ZoneTime
          whose="Organization"
          name={ofOrganization.name}
          text={ofOrganization.zone === null ? 'not known to this browser' : inZone(time, ofOrganization.zone)}
        />
      )}
    </span>
  );
}

function ZoneTime({ whose, name, text }: { whose: string; name: string; text: string }) {
  return (
    <>
      <span className={styles.zone}>{name === whose ? name : `${whose}, ${name}`}</span>
      <span className={styles.time}>{text}</span>
    </>
  );
}

function inZone(time: string, zone: Zone): string {
  return `${exact(time, zone)} ${zoneOffset(Date.parse(time), zone)}`;
}
