import 'reflect-metadata';
import { setLogLevel } from '../logger.js';

// What a test provokes is no news; what it does not expect, it sees in the error itself.
setLogLevel('silent');
