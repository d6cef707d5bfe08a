import { Globe } from 'lucide-react';
import { Segmented } from '../ui/segmented.js';
import { zoneOffset } from '../ui/time-format.js';
import { currentChoice, offeredZones, organizationZone, setZone, useZone, zoneName, type Zone, type ZoneChoice } from '../ui/zone.js';
import { rangeZone, type TimeRange } from './time-range.js';
import styles from './zone-field.module.css';

interface ZoneFieldProps {
  /** The moments whose offsets are told. */
  range: TimeRange;
  /** In milliseconds since 1970. */
  now: number;
  /** Called when times are told in another zone from here on. */
  onChanged: () => void;
}

const whose: Readonly<Record<ZoneChoice, string>> = { browser: 'Browser', utc: 'UTC', organization: 'Organization' };

/** In which zone times are read and written: always named, with its offset at the moments it is about. */
export function ZoneField({ range, now, onChanged }: ZoneFieldProps) {
  const zone = useZone();
  const choice = currentChoice();
  const offered = offeredZones();
  const offsets = offsetsOf(range, now, zone);
  const ofOrganization = organizationZone();
  return (
    <div className={styles.field}>
      <div className={styles.line}>
        <Globe className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
        <span className={styles.name}>
          <strong>{zoneName()}</strong>
          {offsets === zoneName() ? '' : ` ${offsets}`}
          {choice === 'browser' && ', this browser'}
          {choice === 'organization' && ', the organization'}
        </span>
        {offered.length > 1 && (
          <Segmented
            label="Time zone"
            value={choice}
            options={offered.map((one) => ({ value: one.choice, label: labelOf(one.choice, rangeZone(range, now, one.zone)) }))}
            onChange={(next) => {
              setZone(next);
              onChanged();
            }}
          />
        )}
      </div>
      {ofOrganization?.zone === null && (
        <p className={styles.unknown}>
          This browser does not know the organization’s time zone, {ofOrganization.name}. A newer browser may.
        </p>
      )}
    </div>
  );
}

/** `UTC−05:00`; of both ends where it is not the same, `UTC−04:00, later UTC−05:00`. */
function offsetsOf({ from, to }: TimeRange, now: number, zone: Zone): string {
  const [first, last] = [from ? Date.parse(from) : null, to ? Date.parse(to) - 1 : now].map((at) => (at === null ? null : zoneOffset(at, zone)));
  return first == null || first === last ? (last ?? '') : `${first}, later ${last}`;
}

function labelOf(choice: ZoneChoice, offset: string): string {
  return choice === 'utc' ? whose.utc : `${whose[choice]} ${offset}`;
}
