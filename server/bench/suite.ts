import type { Bed } from './bed.js';
import type { Spread } from './statistics.js';

/** How much is measured: as long as it takes to be sure, or only until every answer was seen to be right. */
export interface Scale {
  readonly rounds: number;
  /** Of load on one server, in milliseconds. */
  readonly slice: number;
  /** Places in the log that pages are asked for. */
  readonly places: number;
  /** Of the sweep. */
  readonly questions: number;
  readonly connections: readonly number[];
  /** Whether each kind of attack is measured by itself, beside the mix of them. */
  readonly apart: boolean;
}

export const WHOLE: Scale = { rounds: 7, slice: 2_000, places: 200, questions: 2_000, connections: [1, 10, 100], apart: true };

export interface Context {
  readonly scale: Scale;
  readonly seed: number;
  readonly rows: number;
  readonly say: (message: string) => void;
  /** The entries of this number; made where they are missing, and kept open until the run ends. Default: `rows`. */
  bed(rows?: number): Promise<Bed>;
  /** Counts answers that were compared, and found right. */
  checked(answers: number): void;
}

/** What a suite is for, in one number: met or not. */
export interface Goal {
  readonly what: string;
  readonly bound: 'at least' | 'at most';
  readonly wanted: number;
  readonly got: Spread;
}

export type Cell = string | number | Spread;

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Findings {
  readonly goals: readonly Goal[];
  readonly tables: readonly Table[];
  /** What has to be known to read the numbers. */
  readonly notes: readonly string[];
}

/** A measurement beside its reference. It throws at the first answer that is not right. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** In docs/design: where the time goes, and what stands in the way of a goal that is not met. */
  readonly profile: string;
  run(context: Context): Promise<Findings>;
}
