import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { activateAVersion } from '../../api/policy.ts';
import { t } from '../../texts/t.ts';
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
        label={back ? t('Why go back to it?') : t('Why now?')}
        description={t('It stands in the history for everybody.')}
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Radio.Group
        label={t('What about the findings that are open?')}
        value={again ? 'again' : 'keep'}
        onChange={(value) => setAgain(value === 'again')}
      >
        <div className={classes.choices}>
          <Radio
            value="keep"
            label={t('Keep their decisions')}
            description={t('Each is decided by this version when something about it changes.')}
          />
          <Radio
            value="again"
            label={t('Decide them again')}
            description={t(
              'Priorities, dates and routes change where this version says otherwise. A date that has passed stays.',
            )}
          />
        </div>
      </Radio.Group>
      {activating.error && <ProblemState error={activating.error} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={activating.isPending} disabled={reason.trim() === ''}>
          {back ? t('Roll back') : t('Activate')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
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
      title={rest.back ? t('Back to {label}', { label }) : t('Activate {label}', { label })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <Form {...rest} />
    </Modal>
  );
}
