import type { ReactNode } from 'react';
import { Entrance } from './entrance.js';
import styles from './sign-in-entrance.module.css';

/** The frame of the page to sign in at. */
export function SignInEntrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Entrance
      title={title}
      lead="Sign-ins, and failed ones, are part of the audit log."
      foot="Not in this workspace? Ask an administrator for an invitation."
    >
      {children}
    </Entrance>
  );
}

/** What stands there until the form can be used: the same, and nothing of it can be typed into. */
export function SignInFrame() {
  return (
    <SignInEntrance title="Sign in">
      <Field label="Email" />
      <Field label="Password" />
      <span className={styles.button}>Sign in</span>
    </SignInEntrance>
  );
}

function Field({ label }: { label: string }) {
  return (
    <div>
      <span className={styles.label}>{label}</span>
      <span className={styles.box} />
    </div>
  );
}
