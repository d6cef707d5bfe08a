import { useNow } from '../ui/use-now.js';
import type { TailState } from './tail-connection.js';
import styles from './live-switch.module.css';

interface LiveSwitchProps {
  on: boolean;
  state: TailState;
  /** How much comes, in words. */
  rate: string;
  /** Why there can be nothing to listen to; the switch is off then. */
  unavailable?: string | undefined;
  onChange: (on: boolean) => void;
}

/** Switches the live view, and says in a word whether what is shown is really live. */
export function LiveSwitch({ on, state, rate, unavailable, onChange }: LiveSwitchProps) {
  const status = shownStatus(on, state);
  return (
    <div className={styles.live} data-state={status} title={unavailable}>
      {/* First, so that nothing moves when it comes. */}
      {status === 'live' && rate !== '' && (
        <span className={styles.rate} title="Entries that come in, of those that the filters let through">
          {rate}
        </span>
      )}
      <span className={styles.state} role="status" data-state={status}>
        <span className={styles.dot} aria-hidden />
        {unavailable === undefined ? <StateWord on={on} state={state} /> : 'Ended'}
      </span>
      <button
        type="button"
        role="switch"
        className={styles.switch}
        aria-label="Live"
        aria-checked={on && unavailable === undefined}
        aria-keyshortcuts="l"
        disabled={unavailable !== undefined}
        title={unavailable ?? 'Live (l)'}
        onClick={() => onChange(!on)}
      >
        <span className={styles.thumb} />
      </button>
    </div>
  );
}

/** What the rest of the page calls the state: `refused` and `rewound` are ways of not being live. */
function shownStatus(on: boolean, state: TailState): string {
  if (!on) return 'paused';
  return state.status === 'refused' || state.status === 'rewound' ? 'paused' : state.status;
}

function StateWord({ on, state }: { on: boolean; state: TailState }) {
  if (!on) return 'Paused';
  switch (state.status) {
    case 'connecting':
      return 'Connecting';
    case 'catching-up':
      return 'Catching up';
    case 'live':
      return 'Live';
    case 'reconnecting':
      return (
        <span>
          Reconnecting in <Countdown to={state.retryAt} />
        </span>
      );
    default:
      return 'Paused';
  }
}

/** `4 s`, counting down. Hidden from screen readers, which would read every second. */
export function Countdown({ to }: { to: number }) {
  const now = useNow(500, Date.now);
  return <span aria-hidden>{Math.max(0, Math.ceil((to - now) / 1000))} s</span>;
}
