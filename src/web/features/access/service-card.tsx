import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ENDS_SOON_DAYS, type ServiceAccount } from '../../../contract/service-accounts.ts';
import { revokeToken } from '../../api/access.ts';
import { addATokenOf, changeAService } from '../../api/services.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './programs.module.css';
import { ShownOnce } from './shown-once.tsx';

const DAY_MS = 86_400_000;

export function ServiceCard({ service, administers }: { service: ServiceAccount; administers: boolean }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const disabled = service.disabledAt !== null;
  const changing = useMutation({
    mutationFn: () => changeAService(service.key, { disabled: !disabled }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['service-accounts'] }),
  });
  return (
    <Section title={service.name} note={disabled ? t('Disabled') : service.key}>
      <Padded>
        <Facts
          facts={[
            [t('In the trail'), <code key="label">service:{service.key}</code>],
            [t('Answers for it'), service.team?.name ?? t('nobody yet')],
            [t('It may'), service.scopes.join(', ')],
            [t('Tokens'), <TokenList key="tokens" service={service} administers={administers} />],
          ]}
        />
        {administers && !disabled && <AddToken service={service} />}
        {administers && (
          <div className={classes.buttons}>
            <Button
              size="sm"
              variant="default"
              loading={changing.isPending}
              onClick={() => (disabled || sure ? changing.mutate() : setSure(true))}
              onBlur={() => setSure(false)}
            >
              {disabled ? t('Enable again') : sure ? t('Yes, stop all its tokens now') : t('Disable')}
            </Button>
          </div>
        )}
        {changing.error && <ProblemState error={changing.error} />}
      </Padded>
    </Section>
  );
}

type Token = ServiceAccount['tokens'][number];

function TokenList({ service, administers }: { service: ServiceAccount; administers: boolean }) {
  if (service.tokens.length === 0) return <>{t('none; pipelines that are trusted need none')}</>;
  return (
    <ul className={classes.grants}>
      {service.tokens.map((token) => (
        <li key={token.id}>
          <span>
            {token.name}, <Until token={token} />
          </span>
          {administers && <Revoke token={token} />}
        </li>
      ))}
    </ul>
  );
}

/** A token that ends soon stands out: its program is told nothing before it is refused. */
function Until({ token: { expiresAt } }: { token: Token }) {
  if (expiresAt === null) return <>{t('until it is revoked')}</>;
  const days = Math.ceil((Date.parse(expiresAt) - Date.now()) / DAY_MS);
  if (days <= 0) return <span className={classes.soon}>{t('ended')}</span>;
  return days <= ENDS_SOON_DAYS ? (
    <span className={classes.soon}>
      {t('ends in {days}  {days, plural, one {day} other {days}}: make its successor', { days })}
    </span>
  ) : (
    <Say text="works until {at}" at={<RelativeTime at={expiresAt} />} />
  );
}

function Revoke({ token }: { token: Token }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoking = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['service-accounts'] }),
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={revoking.isPending}
      onClick={() => (sure ? revoking.mutate() : setSure(true))}
      onBlur={() => setSure(false)}
      aria-label={
        sure ? t('Yes, revoke {name}', { name: token.name }) : t('Revoke {name}', { name: token.name })
      }
    >
      {sure ? t('Yes, revoke') : t('Revoke')}
    </Button>
  );
}

function AddToken({ service }: { service: ServiceAccount }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const adding = useMutation({
    mutationFn: () => addATokenOf(service.key, name.trim()),
    onSuccess: async () => {
      setName('');
      await queries.invalidateQueries({ queryKey: ['service-accounts'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <>
      <form
        onSubmit={submit}
        className={classes.form}
        aria-label={t('Make a token of {key}', { key: service.key })}
      >
        <TextInput
          label={t('A token for 90 days, for')}
          placeholder={t('the nightly runner')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={adding.isPending}>
          {t('Make a token')}
        </Button>
      </form>
      {adding.error && <ProblemState error={adding.error} />}
      {adding.data && (
        <ShownOnce label={t('The token is ready.')} secret={adding.data.token} done={adding.reset} />
      )}
    </>
  );
}
