import { parseArgs } from 'node:util';
import { FatalError } from './errors.js';

export interface Arguments {
  /** Fill an empty account with a sample workspace before the server is ready. */
  readonly sample: boolean;
}

/**
 * Reads the command line; `npm start` has checked it before.
 * @throws FatalError for an argument that there is not
 */
export function readArguments(args: readonly string[] = process.argv.slice(2)): Arguments {
  try {
    const { sample = false } = parseArgs({ args: [...args], options: { sample: { type: 'boolean' } } }).values;
    return { sample };
  } catch (error) {
    throw new FatalError(`${error instanceof Error ? error.message : String(error)} The only argument is --sample.`);
  }
}
