/**
 * `/embed.js`, which pages of other products load: puts the viewer into an element, hands it its tokens, and renews them before
 * they end. It depends on nothing, and keeps no token.
 */
import { idOfToken, type EmbedSettings, type FromViewer, type ToViewer } from './protocol.js';

interface EmbedOptions extends EmbedSettings {
  /** Resolves to a token that the page's own server has made. Called at the beginning and again before each token ends. */
  readonly fetchToken?: () => Promise<string> | string;
  /** A token, where none is to follow it. */
  readonly token?: string;
  /** What the viewer begins with, as the search part of the log's own address: `range=30d&type=TEST_CASE`. */
  readonly view?: string;
  /** Of the frame, for assistive technology; "Audit log" when it is missing. */
  readonly title?: string;
  /** Told when the log is to be seen (`shown`), when it has stopped (`expired`), and when nothing may be shown (`refused`). */
  readonly onEvent?: (event: FromViewer) => void;
  /** Told what `fetchToken` failed with, in place of the browser's console. It is called again every ten seconds. */
  readonly onError?: (error: unknown) => void;
}

interface Embedded {
  readonly iframe: HTMLIFrameElement | null;
  readonly update: (settings: EmbedSettings) => void;
  readonly destroy: () => void;
}

/** How long to wait after a token did not come, in milliseconds, while there is no viewer yet that would ask. */
const AGAIN = 10_000;

/** Where this script came from: the viewer is there too. */
const home = new URL(document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href).origin;

/** Puts the viewer into the element, as large as it is. */
function embed(element: Element, options: EmbedOptions): Embedded {
  const { fetchToken, token: only, view, title = 'Audit log', onEvent, onError } = options;
  let settings: EmbedSettings = options;
  let iframe: HTMLIFrameElement | null = null;
  let fetching = false;
  let over = false;

  const post = (message: Omit<ToViewer, 'type'>): void => iframe?.contentWindow?.postMessage({ type: 'audit-log', ...message }, home);

  /** One at a time, however often the viewer asks. */
  async function next(use: (token: string) => void): Promise<void> {
    if (fetching || over || fetchToken === undefined) return;
    fetching = true;
    try {
      const token = await fetchToken();
      if (!over) use(token);
    } catch (error) {
      if (onError !== undefined) onError(error);
      else reportError(error);
      if (iframe === null) setTimeout(() => void next(use), AGAIN);
    } finally {
      fetching = false;
    }
  }

  function begin(token: string): void {
    const id = idOfToken(token);
    if (id === null) throw new Error('AuditLog.embed: this is no embed token. Make one with the mutation createEmbedToken.');
    let first: string | null = token;
    const fragment = new URLSearchParams();
    if (settings.theme !== undefined) fragment.set('theme', settings.theme);
    if (settings.columns !== undefined) fragment.set('columns', settings.columns.join(','));
    if (view !== undefined) fragment.set('view', view);
    iframe = document.createElement('iframe');
    iframe.title = title;
    iframe.allow = 'clipboard-write';
    iframe.style.cssText = 'display: block; width: 100%; height: 100%; border: 0';
    iframe.src = `${home}/embed/${id}#${String(fragment)}`;
    listen((event) => {
      if (event.event === 'ready' && first !== null) {
        post({ token: first });
        // Where the frame is loaded again it asks again, and gets a new one.
        if (fetchToken !== undefined) first = null;
      } else if (event.event !== 'shown' && event.event !== 'refused') void next((fresh) => post({ token: fresh }));
      onEvent?.(event);
    });
    element.replaceChildren(iframe);
  }

  let onMessage: ((event: MessageEvent) => void) | null = null;
  function listen(hear: (event: FromViewer) => void): void {
    onMessage = ({ source, origin, data }) => {
      if (origin === home && source !== null && source === iframe?.contentWindow && data?.type === 'audit-log') hear(data as FromViewer);
    };
    addEventListener('message', onMessage);
  }

  if (only !== undefined) begin(only);
  else void next(begin);
  return {
    get iframe() {
      return iframe;
    },
    update({ theme, columns }) {
      const changed = { ...(theme === undefined ? {} : { theme }), ...(columns === undefined ? {} : { columns }) };
      settings = { ...settings, ...changed };
      post(changed);
    },
    destroy() {
      over = true;
      if (onMessage !== null) removeEventListener('message', onMessage);
      iframe?.remove();
    },
  };
}

Object.assign(window, { AuditLog: { embed } });
