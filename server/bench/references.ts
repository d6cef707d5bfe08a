/** What the reference servers are told, and the view that the plain one is mapped to. */
export interface BareOrder {
  readonly url: string;
  readonly organization: number;
  /** Its second and third parameters are the time and id to begin after. */
  readonly statement: { readonly name: string; readonly text: string; readonly values: readonly unknown[] };
  readonly eventTypes: Readonly<Record<number, string>>;
  readonly actions: Readonly<Record<number, string>>;
}

export const VIEW = { schema: 'bench', name: 'entry' } as const;
