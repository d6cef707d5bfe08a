import { Button } from '@mantine/core';
import { CopyField } from '../ui/copy-field.js';
import dialog from '../ui/dialog.module.css';
import { dateAndMinute, zoneOffset } from '../ui/time-format.js';

export interface Invitation {
  readonly link: string;
  /** When the link stops working. */
  readonly expiresAt: string;
}

interface InvitationLinkProps {
  invitation: Invitation;
  onClose: () => void;
}

/** The link by which an invitation is accepted, to be passed on: the server keeps none to show again. */
export function InvitationLink({ invitation: { link, expiresAt }, onClose }: InvitationLinkProps) {
  return (
    <div className={dialog.body}>
      <p className={dialog.text}>
        Send this link to the person. It is shown only now, works once, and expires on {dateAndMinute(expiresAt)}{' '}
        {zoneOffset(Date.parse(expiresAt))}.
      </p>
      <CopyField label="Invitation link" value={link} />
      <div className={dialog.actions}>
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
