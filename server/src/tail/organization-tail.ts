import type { AuditEntry, Json } from '@audit-log/shared/entry';
import type { FilterSubject } from '@audit-log/shared/filter-match';
import type { Chunk, Head, LogReader } from './log-reader.js';

/** A filter with the key that all filters of the same meaning share. */
export interface SharedFilter {
  key: string;
  matches: (entry: FilterSubject) => boolean;
}

/** Entries kept in memory for watchers that keep up; one that falls behind reads the log. */
const KEPT_ENTRIES = 2_000;
/** And of them no more than so many characters: of the longest entries there are, two thousand would have gigabytes. */
const KEPT_CHARACTERS = 32 * 1024 * 1024;

/**
 * The newest part of one organization's log, read once for all who watch it in this process. Watchers pull: each asks for
 * what follows its own place, so a slow one is never skipped, and costs no memory.
 */
export class OrganizationTail {
  #chunks: Chunk[] = [];
  readonly #characters = new WeakMap<Chunk, number>();
  #matches = new WeakMap<Chunk, Map<string, AuditEntry[]>>();
  readonly #subjects = new WeakMap<Chunk, readonly FilterSubject[]>();
  #reading: Promise<void> | null = null;
  #again = false;
  #waiting = new Set<() => void>();

  private constructor(
    private readonly reader: LogReader,
    private readonly organization: number,
    private head: Head,
  ) {}

  static async open(reader: LogReader, organization: number): Promise<OrganizationTail> {
    return new OrganizationTail(reader, organization, await reader.head(organization));
  }

  /** The end of the log as far as it was read. */
  get end(): Head {
    return this.head;
  }

  /** The log may have grown: read on. Called for each notification, and now and then in case one was lost. */
  async advance(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readOn().finally(() => (this.#reading = null));
    await this.#reading;
  }

  /** What follows `sequence`: from memory where it is there, else from the log; null at its end. */
  async after(sequence: number, signal: AbortSignal): Promise<Chunk | null> {
    if (sequence >= this.head.sequence) return null;
    const kept = this.#chunks.find((chunk) => chunk.first <= sequence + 1 && sequence < chunk.end.sequence);
    return kept ?? this.reader.after(this.organization, sequence, signal);
  }

  /** The entries of a chunk that a filter lets through, matched once however many watch with that filter. */
  matching(chunk: Chunk, filter: SharedFilter): readonly AuditEntry[] {
    let byFilter = this.#matches.get(chunk);
    if (!byFilter) this.#matches.set(chunk, (byFilter = new Map()));
    let matched = byFilter.get(filter.key);
    if (!matched) {
      const subjects = this.#subjectsOf(chunk);
      byFilter.set(filter.key, (matched = chunk.entries.filter((_, i) => filter.matches(subjects[i]!))));
    }
    return matched;
  }

  /** The same objects for all filters, since an entry's words are known by them. */
  #subjectsOf(chunk: Chunk): readonly FilterSubject[] {
    let subjects = this.#subjects.get(chunk);
    if (!subjects) this.#subjects.set(chunk, (subjects = chunk.entries.map((entry, i) => ({ ...entry, changes: chunk.recorded[i] ?? null }))));
    return subjects;
  }

  /** Resolves when the log goes on after `sequence`, when the time is over, or when aborted. */
  async grown(sequence: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (sequence < this.head.sequence || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake);
    this.#waiting.add(wake);
    await promise;
    clearTimeout(timer);
    // A watcher waits thousands of times a day under one signal.
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(wake);
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (;;) {
        const chunk = await this.reader.after(this.organization, this.head.sequence);
        if (!chunk) break;
        this.#keep(chunk);
        this.head = chunk.end;
        for (const wake of this.#waiting) wake();
      }
    }
  }

  #keep(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#characters.set(chunk, charactersOf(chunk));
    const total = (measure: (kept: Chunk) => number): number => this.#chunks.reduce((sum, kept) => sum + measure(kept), 0);
    while (total(({ entries }) => entries.length) > KEPT_ENTRIES || total((kept) => this.#characters.get(kept) ?? 0) > KEPT_CHARACTERS) this.#chunks.shift();
  }
}

/** About as much as it takes in memory. */
function charactersOf({ entries }: Chunk): number {
  const ofValue = (value: Json | undefined): number => {
    if (typeof value === 'string') return value.length;
    return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + ofValue(part), 0) : 0;
  };
  return entries.reduce((sum, { details }) => details.reduce((inner, change) => inner + ofValue(change.old) + ofValue(change.new), sum), 0);
}
