import { createContext } from 'react';

/** Whether the person may read the audit log; without it no menu leads there. */
export const LogIsOpen = createContext(false);
