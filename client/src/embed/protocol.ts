/**
 * What the viewer in a frame and the page around it say to each other by `postMessage`, and what the viewer's address holds
 * behind `#`: parameters of the same names. docs/embedding.md has it for those who write their own side.
 */

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const COLUMNS = ['time', 'eventType', 'action', 'project', 'user', 'details'] as const;
export type Column = (typeof COLUMNS)[number];

/** How the viewer looks. What is missing stays as it is. */
export interface EmbedSettings {
  readonly theme?: Theme;
  /** Those that are shown; time and details always are. */
  readonly columns?: readonly Column[];
}

/** From the page around it. */
export interface ToViewer extends EmbedSettings {
  readonly type: 'audit-log';
  readonly token?: string;
}

/**
 * From the viewer. `ready`: it has no token and waits for one; `shown`: the log is to be seen; `renew`: the token ends soon;
 * `expired`: it has ended, and what is shown stands still; `refused`: it shows nothing, `reason` says why.
 */
export interface FromViewer {
  readonly type: 'audit-log';
  readonly event: 'ready' | 'shown' | 'renew' | 'expired' | 'refused';
  readonly reason?: 'token' | 'origin' | 'page';
}

const TOKEN = /^audit_embed_([0-9a-f]{32})_[\w-]{43}$/;

/** The id that is in a token and in the address of its viewer; null where it is no token. */
export function idOfToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

/** The settings among anything that came from outside; what is no setting is left out. */
export function settingsIn(given: { readonly theme?: unknown; readonly columns?: unknown }): EmbedSettings {
  const theme = THEMES.find((one) => one === given.theme);
  const listed: readonly unknown[] = Array.isArray(given.columns) ? given.columns : [];
  const columns = COLUMNS.filter((column) => column === 'time' || column === 'details' || listed.includes(column));
  return { ...(theme === undefined ? {} : { theme }), ...(Array.isArray(given.columns) ? { columns } : {}) };
}

/** What the address of the viewer holds behind `#`. */
export function readFragment(hash: string): EmbedSettings & { readonly token: string | null; readonly view: string | null } {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const columns = params.get('columns')?.split(',');
  return { ...settingsIn({ theme: params.get('theme'), columns }), token: params.get('token'), view: params.get('view') };
}

/** A message as the viewer takes it; null for what is none. */
export function toViewerIn(data: unknown): ToViewer | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'audit-log') return null;
  const { token, ...settings } = data as Record<string, unknown>;
  return { type: 'audit-log', ...settingsIn(settings), ...(typeof token === 'string' ? { token } : {}) };
}
