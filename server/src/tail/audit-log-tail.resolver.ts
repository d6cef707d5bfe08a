import { Arg, Field, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { SubscribeResolverData } from 'type-graphql';
import { requireReader, type Principal } from '../access/principal.js';
import { ensureViewRecorded, type RequestContext } from '../graphql/request-context.js';
import { soundFilter } from '../query/audit-query.js';
import { AuditLogFilterInput } from '../query/audit-log-filter.types.js';
import { AuditLogEdge } from '../query/audit-log.types.js';
import type { Batch } from './tail.js';

@ObjectType({ simpleResolvers: true, description: 'Entries in the order of the log, at most 200. Without edges it is a heartbeat: one comes every 5 seconds at least.' })
class AuditLogBatch {
  @Field(() => [AuditLogEdge])
  edges!: readonly AuditLogEdge[];

  @Field(() => String, { description: 'For `after`, to go on from here: nothing is missed, nothing comes twice.' })
  cursor!: string;

  @Field(() => Boolean, { description: 'All that is in the log now has been looked through; false while catching up.' })
  caughtUp!: boolean;
}

interface TailArguments {
  filter?: AuditLogFilterInput | null;
  after?: string | null;
}

/** type-graphql hands over plain arguments that no class has checked: the tail reads the filter itself. */
function subscribe({ args, context }: SubscribeResolverData<unknown, TailArguments, RequestContext>): AsyncIterable<Batch> {
  const { services } = context;
  const { principal, log } = requireReader(context.principal);
  const over = new AbortController();
  const watched = services.tail.watch(log, args.filter, args.after ?? null, over.signal);
  const batches = recorded(watched, context, principal, args.filter);
  const { return: finish } = batches;
  // A generator that waits for entries hears of the end only through the signal.
  return Object.assign(batches, {
    return: (value: void | PromiseLike<void>) => {
      over.abort();
      return finish.call(batches, value);
    },
  });
}

/** Each batch asks, since the day of a key may have ended meanwhile; all but the first of a day cost nothing. */
async function* recorded(batches: AsyncIterable<Batch>, context: RequestContext, principal: Principal, filter: unknown): AsyncGenerator<Batch, void> {
  for await (const batch of batches) {
    await ensureViewRecorded(context, principal, () => ({ filter: soundFilter(filter) }), 'live');
    yield batch;
  }
}

@Resolver()
export class AuditLogTailResolver {
  @Subscription(() => AuditLogBatch, {
    subscribe: subscribe as never,
    description:
      'The audit log as it grows. With `after` (a page\'s `tailCursor`, or the `cursor` of the last batch) it first gives what was missed, then goes on live: ' +
      'every matching entry once, in the order of the log. Needs what `auditLogs` needs. Errors: BAD_USER_INPUT for a bad filter or cursor; ' +
      'LOG_REWOUND when an older backup was restored and the log no longer holds that place: read a new page.',
  })
  auditLogsAdded(
    @Root() batch: Batch,
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) _filter: AuditLogFilterInput | null,
    @Arg('after', () => String, { nullable: true }) _after: string | null,
  ): AuditLogBatch {
    return batch;
  }
}
