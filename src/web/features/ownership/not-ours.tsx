import { Button, Modal, Radio, Select, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import classes from './not-ours.module.css';
import { useDispute } from './use-moving.ts';

interface Props {
  finding: { id: string; title: string; fix?: unknown };
  /** Whose it is said to be now. */
  from: string;
  size?: 'compact-sm' | 'sm';
  /** What nobody owns yet is not disputed: a team is asked. */
  unowned?: boolean;
}

type Scope = 'finding' | 'fix' | 'folder';

function Form({ finding, from, unowned, close }: Omit<Props, 'size'> & { close: () => void }) {
  const { options } = useTeamNames();
  const { opening } = useDispute();
  const [to, setTo] = useState<string | null>(null);
  const [scope, setScope] = useState<Scope>('finding');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    opening.mutate({ finding: finding.id, scope, to, reason: reason.trim() }, { onSuccess: close });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.words}>
        {t(
          'It stays where it is, its date included, until somebody decides: the team you name, or the leader of the unit that both teams belong to.',
        )}
      </p>
      <Select
        label={t('Who should be asked?')}
        placeholder={t('Nobody in particular')}
        searchable
        clearable
        data-autofocus
        data={options.filter(({ value }) => value !== from)}
        value={to}
        onChange={setTo}
      />
      <Radio.Group
        label={t('What is it about?')}
        value={scope}
        onChange={(value) => setScope(value as Scope)}
      >
        <div className={classes.choices}>
          <Radio value="finding" label={t('This finding')} />
          {Boolean(finding.fix) && <Radio value="fix" label={t('Everything that its fix removes')} />}
          <Radio value="folder" label={t('Everything in its folder and below')} />
        </div>
      </Radio.Group>
      <Textarea
        label={unowned ? t('Why do you think so?') : t('Why is it not yours?')}
        description={t('Whoever decides reads this.')}
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {opening.error && <ProblemState error={opening.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={reason.trim() === ''} loading={opening.isPending}>
          {t('Ask')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** "Not ours, ask them": opens a dispute with an arbiter. */
export function NotOurs({ size = 'sm', ...rest }: Props) {
  const words = rest.unowned ? t('Ask a team') : t('Not ours');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size={size} variant="default" onClick={open}>
        {words}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`${words}: ${rest.finding.title}`}
        size="lg"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <Form {...rest} close={close} />
      </Modal>
    </>
  );
}
