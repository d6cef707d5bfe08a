import type { Source } from '../entry/actor.js';

/** What the sample's people do is done by the product itself, and the log says so. */
export const SAMPLE_SOURCE: Source = { ip: null, userAgent: 'sample workspace', via: 'system' };
