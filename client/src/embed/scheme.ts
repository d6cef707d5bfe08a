import { settingsIn, type Theme } from './protocol.js';

/** The theme that the page around the viewer wants; kept for as long as the viewer stands. */
let wanted: Theme = settingsIn({ theme: new URLSearchParams(globalThis.location?.hash.replace(/^#/, '')).get('theme') }).theme ?? 'auto';

/** In place of what this browser remembers of the product's own pages. */
export const embeddedSchemes = {
  get: () => wanted,
  set: (theme: Theme) => void (wanted = theme),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};
