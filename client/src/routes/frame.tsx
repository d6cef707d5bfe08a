import type { ComponentType, ReactNode } from 'react';
import { SignInFrame } from '../access/sign-in-entrance.js';
import { AuditLogsFrame } from './audit-logs-frame.js';
import { auditLogsPath, signInPath } from './paths.js';
import styles from './frame.module.css';

const frames: Readonly<Record<string, ComponentType>> = { [auditLogsPath]: AuditLogsFrame, [signInPath]: SignInFrame };

/** The addresses that have a frame, and are served as pages of their own with it. */
export const framedPaths = Object.keys(frames);

/**
 * What is the same for everybody on the page of an address, where it will then be; null where there is no such frame.
 * It is in the served HTML, so that it is seen before any script has come, and stays until the page takes its place.
 */
export function frameOf(path: string): ReactNode {
  const Frame = frames[path];
  return Frame === undefined ? null : (
    <div role="status" aria-label="Loading" className={styles.frame}>
      <div inert className={styles.frame}>
        <Frame />
      </div>
    </div>
  );
}
