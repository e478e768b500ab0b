import { Button, CopyButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Provider } from '../../../contract/identity-providers.ts';
import { removeProvider, tryProvider } from '../../api/identity-providers.ts';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { IconAlertTriangle, IconCheck } from '../../ui/icons.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { groupLines } from './group-lines.ts';
import { ProviderForm } from './provider-form.tsx';
import classes from './security.module.css';

export function ProviderCard({ provider }: { provider: Provider }) {
  const [editing, setEditing] = useState(false);
  const groups = groupLines(provider.groupRoles);
  return (
    <Section title={provider.name} note={provider.enabled ? t('On the sign-in page') : t('Off')}>
      <Padded>
        {editing ? (
          <ProviderForm provider={provider} close={() => setEditing(false)} />
        ) : (
          <>
            <Facts
              facts={[
                [t('Issuer'), provider.issuer],
                [
                  t('Client'),
                  `${provider.clientId}${provider.hasSecret ? t(', with a secret') : t(', public')}`,
                ],
                [t('Return address'), <ReturnAddress key="uri" uri={provider.redirectUri} />],
                [
                  t('Groups give'),
                  groups === '' ? t('nothing; roles are given by hand') : groups.replaceAll('\n', '; '),
                ],
              ]}
            />
            <Acts provider={provider} edit={() => setEditing(true)} />
          </>
        )}
      </Padded>
    </Section>
  );
}

function ReturnAddress({ uri }: { uri: string }) {
  return (
    <>
      <code className={classes.secret}>{uri}</code>{' '}
      <CopyButton value={uri}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? t('Copied') : t('Copy')}
          </Button>
        )}
      </CopyButton>
    </>
  );
}

function Acts({ provider, edit }: { provider: Provider; edit: () => void }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const trying = useMutation({ mutationFn: () => tryProvider(provider.key) });
  const removing = useMutation({
    mutationFn: () => removeProvider(provider.key),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['identity-providers'] }),
  });
  const problem = trying.error ?? removing.error;
  return (
    <div className={classes.below}>
      <div className={classes.buttons}>
        <Button size="sm" loading={trying.isPending} onClick={() => trying.mutate()}>
          {t('Test')}
        </Button>
        <Button size="sm" variant="default" onClick={edit}>
          {t('Change')}
        </Button>
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          loading={removing.isPending}
          onClick={() => (sure ? removing.mutate() : setSure(true))}
          onBlur={() => setSure(false)}
          title={t('Roles that it gave and sessions that began there go with it')}
        >
          {sure ? t('Yes, with all that it gave') : t('Remove')}
        </Button>
      </div>
      <div role="status">
        {trying.data && (
          <ul className={classes.checks}>
            {trying.data.checks.map(({ what, ok, says }) => (
              <li key={what}>
                {ok ? (
                  <IconCheck size={17} className={classes.right} aria-label={t('Works')} />
                ) : (
                  <IconAlertTriangle size={17} className={classes.wrong} aria-label={t('Does not work')} />
                )}
                <span>
                  <strong>{what}.</strong> {says}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {problem && <ProblemState error={problem} />}
    </div>
  );
}
