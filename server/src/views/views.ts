import type { Json, RecordedChange } from '@audit-log/shared/entry';
import type { Allowances } from '../access/allowance.js';
import type { Embed, Principal } from '../access/principal.js';
import type { ActingOptions, Capture } from '../capture/acting.js';
import { ProductError } from '../errors.js';
import type { Logger } from '../logger.js';

/** What is about to be shown, for the entry that says so. */
export interface Viewed {
  /** What the log is looked at through: its page, the API, or a subscription. */
  readonly used: 'page' | 'api' | 'live';
  /** A page session: what one is shown between opening the page, or a saved address of it, and leaving it. */
  readonly viewId?: string | undefined;
  /** What of the log, as field and value: the filter, an entry's id. Asked for only where it may be new. */
  readonly describe: () => Readonly<Record<string, object | string | undefined>>;
}

const NOTE_ONCE = 'SELECT audit.note_once($1, $2) AS first';

/** Views whose record is known to this process. A forgotten one costs a transaction that finds it recorded. */
const MOST_KNOWN = 10_000;

/**
 * Viewing the log is itself recorded (AUDIT_LOG view): once for each page session, for an API key or an embed token once a day, in UTC; for
 * somebody who is signed in and names no page session, likewise. However many requests or processes show it at once,
 * there is one entry.
 */
export class Views {
  readonly #known = new Set<string>();
  readonly #recording = new Map<string, Promise<void>>();

  constructor(
    private readonly capture: Capture,
    private readonly allowances: Pick<Allowances, 'take'>,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Resolves when the view's entry has been committed, by whomever: nothing of the log may be shown before. Where it is
   * known to be, it costs neither a query nor a wait.
   * @throws ProductError UNAVAILABLE when it cannot be recorded, TOO_MANY_REQUESTS where a person opens the page more often
   *   than a person does: then nothing may be shown
   */
  async ensureRecorded(principal: Principal, acting: ActingOptions, viewed: Viewed): Promise<void> {
    const who = whoOf(principal);
    const day = new Date(this.now()).toISOString().slice(0, 10);
    const occasion = `view ${principal.keyId === undefined ? (viewed.viewId ?? day) : day}`;
    const name = `${principal.actor.organization} ${who} ${occasion}`;
    if (this.#known.has(name)) return;
    // What cannot be described, a filter that is none, is refused to whoever sent it and to nobody else.
    const changes = changesOf(viewed, principal.embed);
    let recording = this.#recording.get(name);
    if (!recording) {
      recording = this.#record(principal, acting, changes, who, occasion)
        .then(() => this.#know(name))
        .finally(() => this.#recording.delete(name));
      this.#recording.set(name, recording);
    }
    await recording;
  }

  async #record({ actor, keyId }: Principal, acting: ActingOptions, changes: readonly RecordedChange[], who: string, occasion: string): Promise<void> {
    // The ids of page sessions are the asker's own, and as many as they like.
    if (keyId === undefined) await this.allowances.take('view', actor.id);
    try {
      await this.capture.actingAs(actor, acting, async (tx) => {
        const [noted]: { first: boolean }[] = await tx.query(NOTE_ONCE, [who, occasion]);
        if (noted?.first) await this.capture.record(tx, { eventType: 'AUDIT_LOG', action: 'view', changes });
      });
    } catch (error) {
      this.logger.error({ error }, 'a view of the log could not be recorded, and was refused');
      throw new ProductError('UNAVAILABLE', 'Viewing the log is itself recorded, which is not possible right now, so nothing of it is shown. Try again in a moment.', { cause: error });
    }
  }

  #know(name: string): void {
    if (this.#known.size >= MOST_KNOWN) for (const oldest of this.#known) if (this.#known.delete(oldest)) break;
    this.#known.add(name);
  }
}

function whoOf({ keyId, sessionId, embed, actor }: Principal): string {
  if (embed) return `embed ${embed.id}`;
  return keyId === undefined ? `session ${sessionId ?? actor.id}` : `key ${keyId}`;
}

/** An embedded viewer is told by its token: what that shows, and to whom. */
function changesOf({ used, describe }: Viewed, embed: Embed | undefined): RecordedChange[] {
  const through = embed ? { used: 'embed', viewer: embed.viewer ?? undefined, shows: embed.filter } : { used };
  return Object.entries({ ...through, ...describe() })
    .filter(([, value]) => value !== undefined && !isEmpty(value))
    .map(([field, value]) => ({ field, old: null, new: value as Json }));
}

/** A filter that lets everything through says nothing. */
function isEmpty(value: object | string | undefined): boolean {
  return typeof value === 'object' && Object.keys(value).length === 0;
}
