import type { ActorKind, EntrySource } from '@audit-log/shared/entry';

/** Who acts, and in which organization. */
export interface Actor {
  /** The organization's number, as every key of the database begins with. */
  organization: number;
  kind: ActorKind;
  /** The outside id: what filters and answers use. Unique within organization and kind. */
  id: string;
  /** The name the log shows from now on; null leaves the last known one. */
  name: string | null;
}

/** From where somebody acts. Part of the entry's content, so it can be erased. */
export type Source = EntrySource;
