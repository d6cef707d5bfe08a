import { SCOPES, type Scope } from '@audit-log/shared/permission';
import styles from './scope-boxes.module.css';

const explanations: Readonly<Record<Scope, string>> = {
  'audit:read': 'Reads the audit log, watches and exports it, and lets other pages show it.',
  'audit:write': 'Adds entries to the audit log. None can be changed.',
  'workspace:write': 'Reads and changes projects, folders and test cases.',
  'account:write': 'Manages users, administrators among them, and API keys.',
};

interface ScopeBoxesProps {
  scopes: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
}

/** What an API key may do, each with what that means. */
export function ScopeBoxes({ scopes, onChange }: ScopeBoxesProps) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Scopes</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className={styles.option}>
          <input
            type="checkbox"
            className={styles.box}
            aria-label={scope}
            aria-describedby={`scope-${scope}`}
            checked={scopes.includes(scope)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
            }
          />
          <span className={styles.text}>
            <span className={styles.name}>{scope}</span>
            <span id={`scope-${scope}`} className={styles.explanation}>
              {explanations[scope]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
