import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { canonicalTimeZone } from '@audit-log/shared/time-zone';
import { useEffect, useEffectEvent, useState, type SubmitEvent } from 'react';
import { UpdateOrganizationDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { Notice } from '../ui/notice.js';
import { PageHeader } from '../ui/page-header.js';
import { dateAndMinute, zoneOffset } from '../ui/time-format.js';
import { useSay } from '../ui/toasts.js';
import { useFresh } from '../ui/use-fresh.js';
import { useNow } from '../ui/use-now.js';
import { useSaving } from '../ui/use-saving.js';
import { IsolatedText } from '../ui/visible-text.js';
import { ZoneSelect } from './zone-select.js';
import styles from './organization-page.module.css';

interface OrganizationPageProps {
  organization: ViewerFieldsFragment['organization'];
  canWrite: boolean;
  /** Asks again what the organization has. */
  onChanged: () => void;
}

const fields = { names: ['timeZone'] };

/** What holds for everybody of the organization. */
export default function OrganizationPage({ organization: { name, timeZone }, canWrite, onChanged }: OrganizationPageProps) {
  const [update] = useMutation(UpdateOrganizationDocument);
  const { busy, failure, errorOf, save } = useSaving(fields);
  const say = useSay();
  // Undefined: nothing that is not saved.
  const [draft, setDraft] = useState<string | null>();
  const zone = draft === undefined ? timeZone : draft;
  if (draft !== undefined && draft === timeZone) setDraft(undefined);
  const refresh = useEffectEvent(onChanged);
  useEffect(() => refresh(), []);
  useFresh(async () => onChanged());

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await save(async () => {
      await update({ variables: { input: { timeZone: zone } } });
    });
    if (!saved) return;
    onChanged();
    say(zone === null ? 'The organization has no time zone now.' : `The organization’s time zone is ${zone} now.`);
  }

  return (
    <>
      <PageHeader title="Organization" />
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title="The time zone was not saved.">
            {failure}
          </Notice>
        )}
        <dl className={styles.facts}>
          <dt>Name</dt>
          <dd>
            <IsolatedText text={name} />
          </dd>
        </dl>
        <ZoneField zone={zone} error={errorOf('timeZone')} canWrite={canWrite} onChange={setDraft} />
        <p className={styles.text}>
          People in several places speak of the same hour when they read the log in the same zone. Everybody can have times told in this one, in
          place of their own or UTC: in the date range of the audit log, or with the key <kbd>z</kbd>. Where one hovers over a time, all three
          stand side by side.
        </p>
        <p className={styles.text}>What is recorded, exported or shared by a link stays in UTC.</p>
        {canWrite && (
          <Button type="submit" className={styles.save} loading={busy} disabled={zone === timeZone}>
            Save
          </Button>
        )}
      </form>
    </>
  );
}

interface ZoneFieldProps {
  zone: string | null;
  error: string | null;
  canWrite: boolean;
  onChange: (zone: string | null) => void;
}

function ZoneField({ zone, error, canWrite, onChange }: ZoneFieldProps) {
  const now = useNow(60_000);
  const known = zone !== null && canonicalTimeZone(zone) !== null;
  return (
    <div>
      {canWrite ? (
        <ZoneSelect zone={zone} error={error} now={now} onChange={onChange} />
      ) : (
        <dl className={styles.facts}>
          <dt>Time zone</dt>
          <dd>{zone ?? 'None chosen'}</dd>
        </dl>
      )}
      {known && (
        <p className={styles.now}>
          It is {dateAndMinute(now, `name:${zone}`)} there, {zoneOffset(now, `name:${zone}`)}.
        </p>
      )}
      {zone !== null && !known && (
        <p className={styles.now}>This browser does not know {zone}, and tells times in its own zone or UTC. A newer browser may.</p>
      )}
    </div>
  );
}
