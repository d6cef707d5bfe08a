import type { GraphQLSchema } from 'graphql';
import { firstOrganization } from '../access/organization.js';
import type { Principal } from '../access/principal.js';
import type { Services } from '../context.js';
import { FatalError, ProductError } from '../errors.js';
import { inProcess } from '../graphql/in-process.js';
import { SAMPLE_SOURCE } from './sample-source.js';
import { createSampleWorkspace } from './sample-workspace.js';
import type { SampleWorkspace } from './sample-workspace.js';

/**
 * `npm start -- --sample`: fills the installation's first account; what nobody does in person is done by SYSTEM.
 * @throws FatalError with why it is not made, or how far it came
 */
export async function sampleFromCommandLine(schema: GraphQLSchema, services: Services): Promise<SampleWorkspace> {
  const organization = await firstOrganization(services.access.query);
  if (organization === null) throw new FatalError('There is no account to fill.');
  const system: Principal = {
    actor: { organization: organization.number, kind: 'SYSTEM', id: 'system', name: 'System' },
    role: 'ADMIN',
    scopes: [],
    expiresAt: null,
  };
  try {
    return await createSampleWorkspace(services.database.pool, inProcess(schema, services, SAMPLE_SOURCE), system);
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    throw new FatalError(`${error.message} Start without --sample to go on with what is there.`, { cause: error });
  }
}
