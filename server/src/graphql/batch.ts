import type { RequestContext } from './request-context.js';

/**
 * Joins what the fields of one request ask for in the same tick into one read. Keys that the read does not return
 * resolve to undefined.
 */
export class Batch<Value> {
  #waiting: { keys: Set<string>; values: Promise<ReadonlyMap<string, Value>> } | null = null;

  constructor(private readonly load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {}

  async get(key: string): Promise<Value | undefined> {
    this.#waiting ??= this.#begin();
    this.#waiting.keys.add(key);
    return (await this.#waiting.values).get(key);
  }

  #begin(): { keys: Set<string>; values: Promise<ReadonlyMap<string, Value>> } {
    const keys = new Set<string>();
    const values = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#waiting = null;
      return this.load([...keys]);
    });
    return { keys, values };
  }
}

/** One value for each request, made when it is first asked for. */
export function perRequest<Value>(
  make: (context: RequestContext) => Value,
): (context: RequestContext) => Value {
  const values = new WeakMap<RequestContext, Value>();
  return (context) => {
    let value = values.get(context);
    if (value === undefined) values.set(context, (value = make(context)));
    return value;
  };
}
