/** A project of the sample as it is first written down, before people work on it. */
export interface SampleProject {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** The cases by the path of their folder. A folder stands after the one it lies in, also where it holds no case. */
  readonly folders: Readonly<Record<string, readonly SampleCase[]>>;
}

export interface SampleCase {
  readonly title: string;
  readonly priority: 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly labels?: readonly string[];
  readonly preconditions?: string;
  /** What is done, and what is then to be seen. */
  readonly steps: readonly (readonly [action: string, expected: string])[];
}
