import type { ClientBase } from 'pg';

type Names = Map<number, string>;

const READ = {
  eventType: 'SELECT key, name FROM audit.event_type',
  action: 'SELECT key, name FROM audit.action',
} as const;

export type Dimension = keyof typeof READ;

/** Event types and actions: few, shared by all organizations, never renamed. Kept in memory, read again when a new one turns up. */
export class Dimensions {
  readonly #names: Record<Dimension, Names> = { eventType: new Map(), action: new Map() };

  /** Reads what is there now. */
  async load(client: ClientBase): Promise<void> {
    for (const dimension of ['eventType', 'action'] as const) {
      const { rows } = await client.query<{ key: number; name: string }>({ name: `read-${dimension}`, text: READ[dimension] });
      for (const { key, name } of rows) this.#names[dimension].set(key, name);
    }
  }

  /** Whether the name of this key is known; if not, `load` first. */
  knows(dimension: Dimension, key: number): boolean {
    return this.#names[dimension].has(key);
  }

  /** The name of a key. */
  name(dimension: Dimension, key: number): string {
    const name = this.#names[dimension].get(key);
    if (name === undefined) throw new Error(`${dimension} ${key} is not loaded`);
    return name;
  }

  /** The keys of names; names that never occurred have none. */
  async keys(client: ClientBase, dimension: Dimension, names: readonly string[]): Promise<number[]> {
    const found = () => {
      const wanted = new Set(names);
      return [...this.#names[dimension]].filter(([, name]) => wanted.has(name)).map(([key]) => key);
    };
    const known = found();
    if (known.length === names.length) return known;
    await this.load(client);
    return found();
  }
}
