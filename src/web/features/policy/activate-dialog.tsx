import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { activateAVersion } from '../../api/policy.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './version-page.module.css';

interface Props {
  version: number;
  label: string;
  /** It was in force before. */
  back: boolean;
  opened: boolean;
  close: () => void;
}

function Form({ version, back, close }: Omit<Props, 'label' | 'opened'>) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [again, setAgain] = useState(false);
  const activating = useMutation({
    mutationFn: () => activateAVersion(version, { reason: reason.trim(), again }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    activating.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <Textarea
        label={back ? 'Why go back to it?' : 'Why now?'}
        description="It stands in the history for everybody."
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Radio.Group
        label="What about the findings that are open?"
        value={again ? 'again' : 'keep'}
        onChange={(value) => setAgain(value === 'again')}
      >
        <div className={classes.choices}>
          <Radio
            value="keep"
            label="Keep their decisions"
            description="Each is decided by this version when something about it changes."
          />
          <Radio
            value="again"
            label="Decide them again"
            description="Priorities, dates and routes change where this version says otherwise. A date that has passed stays."
          />
        </div>
      </Radio.Group>
      {activating.error && <ProblemState error={activating.error} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={activating.isPending} disabled={reason.trim() === ''}>
          {back ? 'Roll back' : 'Activate'}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** Puts a version in force, with a reason and a word about what is open. */
export function ActivateDialog({ opened, label, ...rest }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={rest.close}
      title={rest.back ? `Back to ${label}` : `Activate ${label}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Form {...rest} />
    </Modal>
  );
}
