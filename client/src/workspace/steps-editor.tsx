import { Button, Textarea } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { IconButton } from '../ui/icon-button.js';
import type { TestCaseDraft } from './test-case-draft.js';
import styles from './steps-editor.module.css';

type Steps = TestCaseDraft['steps'];

interface StepsEditorProps {
  steps: Steps;
  onChange: (steps: Steps) => void;
}

/** The steps of a test case, one below the other: what to do, and what is expected. */
export function StepsEditor({ steps, onChange }: StepsEditorProps) {
  const edit = (index: number, change: Partial<Steps[number]>) => {
    onChange(steps.map((step, at) => (at === index ? { ...step, ...change } : step)));
  };
  const swap = (index: number, by: 1 | -1) => {
    const moved = [...steps];
    const [step] = moved.splice(index, 1);
    if (step !== undefined) moved.splice(index + by, 0, step);
    onChange(moved);
  };
  return (
    <fieldset className={styles.steps}>
      <legend className={styles.legend}>Steps</legend>
      <ol className={styles.list}>
        {steps.map((step, index) => (
          <li key={index} className={styles.step}>
            <span className={styles.number} aria-hidden>
              {index + 1}
            </span>
            <Textarea
              className={styles.action}
              aria-label={`Step ${index + 1}, action`}
              placeholder="Action"
              autosize
              minRows={1}
              maxRows={12}
              value={step.action}
              onChange={(event) => edit(index, { action: event.currentTarget.value })}
            />
            <Textarea
              className={styles.expected}
              aria-label={`Step ${index + 1}, expected`}
              placeholder="Expected"
              autosize
              minRows={1}
              maxRows={12}
              value={step.expected}
              onChange={(event) => edit(index, { expected: event.currentTarget.value })}
            />
            <span className={styles.tools}>
              <IconButton
                label={`Move step ${index + 1} up`}
                icon={ArrowUp}
                disabled={index === 0}
                onClick={() => swap(index, -1)}
              />
              <IconButton
                label={`Move step ${index + 1} down`}
                icon={ArrowDown}
                disabled={index === steps.length - 1}
                onClick={() => swap(index, 1)}
              />
              <IconButton
                label={`Remove step ${index + 1}`}
                icon={Trash2}
                onClick={() => onChange(steps.filter((_, at) => at !== index))}
              />
            </span>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} strokeWidth={1.75} />}
        onClick={() => onChange([...steps, { action: '', expected: '' }])}
      >
        Add step
      </Button>
    </fieldset>
  );
}
