import { Button } from '@mantine/core';
import { Segmented } from '../ui/segmented.js';
import { columnLabels } from './cells.js';
import { display, hideable, isUsual, resetDisplay, withShown, type Density } from './display.js';
import styles from './display-settings.module.css';

const densityOptions: readonly { value: Density; label: string }[] = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
];

/** Which columns there are, and how close the rows stand; kept for the person in this browser. */
export default function DisplaySettings() {
  const now = display.use();
  return (
    <>
      <div className={styles.columns} role="group" aria-label="Columns">
        <div className={styles.legend} aria-hidden>
          Columns
        </div>
        {hideable.map((column) => (
          <label key={column} className={styles.column}>
            <input
              type="checkbox"
              className={styles.box}
              checked={!now.hidden.includes(column)}
              onChange={({ currentTarget: { checked } }) => display.set(withShown(now, column, checked))}
            />
            {columnLabels[column]}
          </label>
        ))}
      </div>
      <div className={styles.density}>
        <span className={styles.legend} aria-hidden>
          Density
        </span>
        <Segmented
          label="Density"
          value={now.density}
          options={densityOptions}
          onChange={(density) => display.set({ ...now, density })}
        />
      </div>
      <div className={styles.foot}>
        <span className={styles.about}>Widths: drag a column’s edge</span>
        <Button variant="subtle" disabled={isUsual(now)} onClick={resetDisplay}>
          Reset
        </Button>
      </div>
    </>
  );
}
