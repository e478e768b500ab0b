import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PolicyVersionDetail } from '../../../contract/policy-versions.ts';
import { changeAVersion } from '../../api/policy.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { ActivateDialog } from './activate-dialog.tsx';
import classes from './version-page.module.css';

/** What may be done with a version next. */
export function VersionActions({ version }: { version: PolicyVersionDetail }) {
  const { state, version: number, label } = version;
  const queries = useQueryClient();
  const [activating, dialog] = useDisclosure();
  const changing = useMutation({
    mutationFn: (step: 'approve' | 'withdraw') => changeAVersion(number, step),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('policy') }),
  });
  const waits = state === 'draft' || state === 'approved';
  return (
    <div className={classes.form}>
      <div className={classes.buttons}>
        {state === 'draft' && (
          <Button loading={changing.isPending} onClick={() => changing.mutate('approve')}>
            {t('Approve')}
          </Button>
        )}
        {state === 'approved' && <Button onClick={dialog.open}>{t('Activate')}</Button>}
        {state === 'past' && (
          <Button variant="default" onClick={dialog.open}>
            {t('Roll back to it')}
          </Button>
        )}
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/policy/edit" search={{ from: number }} {...props} />}
        >
          {state === 'active' ? t('Edit') : t('Start a draft from it')}
        </Button>
        {waits && (
          <Button variant="subtle" color="gray" onClick={() => changing.mutate('withdraw')}>
            {t('Withdraw')}
          </Button>
        )}
      </div>
      {changing.error && <ProblemState error={changing.error} />}
      <ActivateDialog
        version={number}
        label={label}
        back={state === 'past'}
        opened={activating}
        close={dialog.close}
      />
    </div>
  );
}
