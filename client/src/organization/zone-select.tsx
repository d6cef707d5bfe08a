import { Select } from '@mantine/core';
import { Check } from 'lucide-react';
import { useMemo } from 'react';
import { matchingZones, zoneOptions } from './zone-options.js';
import styles from './zone-select.module.css';

interface ZoneSelectProps {
  zone: string | null;
  error: string | null;
  /** Whose offsets are told, in milliseconds since 1970. */
  now: number;
  onChange: (zone: string | null) => void;
}

/** A zone of the IANA database, searched by name or offset; none where it is emptied. */
export function ZoneSelect({ zone, error, now, onChange }: ZoneSelectProps) {
  const options = useMemo(() => zoneOptions(now, zone), [now, zone]);
  const byName = useMemo(() => new Map(options.map((option) => [option.value, option])), [options]);
  return (
    <Select
      label="Time zone"
      placeholder="None chosen"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Choose none' }}
      data={options.map(({ value, label }) => ({ value, label }))}
      filter={({ options: all, search }) => {
        const items = all.filter((item) => 'value' in item);
        // As it stands there it has not been searched for.
        return byName.has(search) ? items : matchingZones(items, search, (value) => byName.get(value)?.search ?? '');
      }}
      nothingFoundMessage="No time zone has this name or offset."
      renderOption={({ option, checked }) => (
        <span className={styles.option}>
          <span className={styles.name}>{option.label}</span> {checked === true && <Check size={14} strokeWidth={2} aria-hidden />}{' '}
          <span className={styles.offset}>{byName.get(option.value)?.offset}</span>
        </span>
      )}
      // Beside the field: at the end of the page it would belong to no landmark.
      comboboxProps={{ withinPortal: false }}
      rightSectionPointerEvents="all"
      value={zone}
      error={error}
      onChange={onChange}
    />
  );
}
