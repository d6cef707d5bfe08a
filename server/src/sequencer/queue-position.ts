/** A run of queue numbers that were not seen when a higher one was. */
export interface Gap {
  readonly first: number;
  readonly last: number;
  /**
   * A transaction id: once every transaction up to it has ended, and a look from then finds nothing here, nothing will
   * ever come (the numbers belong to transactions that were rolled back). `pending`: the id is not known yet;
   * `never`: something is here that could not be taken.
   */
  readonly until: bigint | 'pending' | 'never';
}

/**
 * How far the queue has been read. Queue numbers are handed out before the commit, so a lower one may become visible
 * after a higher one; this remembers where, so that a look need not pass over the dead rows of all that was taken before.
 * A value: every step gives a new one, and a step that failed leaves the old.
 */
export class QueuePosition {
  private constructor(
    /** The highest number seen. */
    readonly high: number,
    readonly gaps: readonly Gap[],
  ) {}

  /** The position of someone who knows only that nothing below `low` can still turn up. */
  static from(low: number): QueuePosition {
    return new QueuePosition(low - 1, []);
  }

  /** No number below it can still turn up. */
  get low(): number {
    return this.gaps[0]?.first ?? this.high + 1;
  }

  /** Gaps that were found by the last look: `closedBy` must be called before the next. */
  get hasNewGaps(): boolean {
    return this.gaps.some((gap) => gap.until === 'pending');
  }

  /**
   * The position after a look at the gaps and at everything above `high`, in one snapshot.
   * @param numbers what the look found, in ascending order
   * @param stuck those of them that could not be taken and stay in the queue
   * @param xmin every transaction below it had ended when the look's snapshot was taken
   */
  after(numbers: readonly number[], stuck: ReadonlySet<number>, xmin: bigint): QueuePosition {
    const inside = numbers.filter((number) => number <= this.high);
    const above = numbers.filter((number) => number > this.high);
    const alive = this.gaps.filter((gap) => typeof gap.until !== 'bigint' || xmin <= gap.until);
    const gaps = alive.flatMap((gap) => without(gap, inside));
    let next = this.high + 1;
    for (const number of above) {
      if (number > next) gaps.push({ first: next, last: number - 1, until: 'pending' });
      next = number + 1;
    }
    for (const number of stuck) gaps.push({ first: number, last: number, until: 'never' });
    return new QueuePosition(next - 1, gaps.toSorted((a, b) => a.first - b.first));
  }

  /** Names the transaction whose end closes the gaps that are new: one that began after they were seen. */
  closedBy(transaction: bigint): QueuePosition {
    return new QueuePosition(
      this.high,
      this.gaps.map((gap) => (gap.until === 'pending' ? { ...gap, until: transaction } : gap)),
    );
  }
}

/** What is left of a gap when some of its numbers (ascending) have turned up. */
function without(gap: Gap, numbers: readonly number[]): Gap[] {
  const left: Gap[] = [];
  let next = gap.first;
  for (const number of numbers) {
    if (number < gap.first || number > gap.last) continue;
    if (number > next) left.push({ ...gap, first: next, last: number - 1 });
    next = number + 1;
  }
  if (next <= gap.last) left.push({ ...gap, first: next });
  return left;
}
