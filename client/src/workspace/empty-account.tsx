import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Plus, Sparkles } from 'lucide-react';
import { CreateSampleWorkspaceDocument, type CreateSampleWorkspaceMutation } from '../gql/graphql.js';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';
import styles from './empty-account.module.css';

export type SampleWorkspace = CreateSampleWorkspaceMutation['createSampleWorkspace'];

interface EmptyAccountProps {
  onCreateProject: () => void;
  /** Called when the sample has been made; with null when it broke off, and whoever waits wants to see what is there. */
  onFilled: (made: SampleWorkspace | null) => void;
}

/** What an account without projects offers: to begin, or to look around first. */
export function EmptyAccount({ onCreateProject, onFilled }: EmptyAccountProps) {
  const [fill] = useMutation(CreateSampleWorkspaceDocument);
  const { busy, failure, save } = useSaving();

  async function onFill() {
    await save(async () => {
      const { data } = await fill();
      if (data !== undefined) onFilled(data.createSampleWorkspace);
    });
  }

  return (
    <div className={styles.page}>
      {failure !== null && (
        <Notice
          tone="error"
          title="The sample workspace was not made."
          action={
            <Button variant="default" onClick={() => onFilled(null)}>
              Show what is there
            </Button>
          }
        >
          {failure}
        </Notice>
      )}
      <h2 className={styles.title}>No projects yet</h2>
      <div className={styles.choices}>
        <section className={styles.choice}>
          <h3>Begin</h3>
          <p>A project holds folders and test cases.</p>
          <Button leftSection={<Plus size={16} strokeWidth={1.75} />} disabled={busy} onClick={onCreateProject}>
            Create a project
          </Button>
        </section>
        <section className={styles.choice}>
          <h3>Look around first</h3>
          <p>
            Makes three projects with some 60 test cases, and five people who work on them: about 300 entries for the
            audit log. The people are users at addresses that end in “.example”, and cannot sign in.
          </p>
          <p>
            To be rid of it, delete the projects and remove those users. Their entries stay in the audit log, as all
            entries do.
          </p>
          <Button
            variant="default"
            leftSection={<Sparkles size={16} strokeWidth={1.75} />}
            loading={busy}
            onClick={() => void onFill()}
          >
            Fill with a sample workspace
          </Button>
          <p role="status">{busy && 'People are being invited and are at work; it takes some seconds.'}</p>
        </section>
      </div>
    </div>
  );
}
