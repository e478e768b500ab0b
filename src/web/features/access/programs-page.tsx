import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SCOPES, type Scope } from '../../../contract/access.ts';
import { meQuery } from '../../api/access.ts';
import { teamsQuery } from '../../api/insight.ts';
import { addAService, servicesQuery } from '../../api/services.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { IconPlus } from '../../ui/icons.ts';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState, ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { PipelineTrusts } from './pipeline-trusts.tsx';
import classes from './programs.module.css';
import { ServiceCard } from './service-card.tsx';

/** Programs that act by themselves: their accounts, tokens, and the pipelines that need none. */
export function ProgramsPage() {
  const services = useQuery(servicesQuery);
  const administers = useQuery(meQuery).data?.roles.includes('admin') ?? false;
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={t('Programs and pipelines')}
      above={<TextLink to="/people">{t('People and tokens')}</TextLink>}
      lead={t(
        'Programs have an account that a team answers for. Pipelines of GitHub Actions and GitLab come in with their own signed token: there is no secret to keep.',
      )}
      actions={
        administers &&
        !adding && (
          <Button size="sm" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('Add an account')}
          </Button>
        )
      }
    >
      {adding && (
        <Section title={t('New service account')}>
          <Padded>
            <AddService close={() => setAdding(false)} />
          </Padded>
        </Section>
      )}
      <Answered query={services} waiting={<TextSkeleton lines={5} />}>
        {({ items }) => (
          <>
            {items.length === 0 && !adding && (
              <EmptyState title={t('There is no service account yet.')}>
                {t('Make one for each program or group of pipelines, so that what they do is told apart.')}
              </EmptyState>
            )}
            {items.map((one) => (
              <ServiceCard key={one.key} service={one} administers={administers} />
            ))}
            <PipelineTrusts services={items} administers={administers} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function AddService({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const teams = useQuery(teamsQuery);
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [team, setTeam] = useState<string | null>(null);
  const [scopes, setScopes] = useState<string[]>(['scans:write']);
  const adding = useMutation({
    mutationFn: () =>
      addAService({ key: key.trim(), name: name.trim(), team: team ?? undefined, scopes: scopes as Scope[] }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['service-accounts'] });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Add a service account')}>
      <TextInput
        label={t('Key')}
        required
        data-autofocus
        placeholder={t('checkout-ci')}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <TextInput
        label={t('What it is')}
        required
        placeholder={t('Pipelines of checkout')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('Team that answers for it')}
        searchable
        clearable
        value={team}
        onChange={setTeam}
        data={(teams.data?.items ?? []).map((one) => ({ value: one.key, label: one.name }))}
      />
      <MultiSelect label={t('It may')} value={scopes} onChange={setScopes} data={[...SCOPES]} />
      <div className={classes.buttons}>
        <Button type="submit" disabled={scopes.length === 0} loading={adding.isPending}>
          {t('Add')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Cancel')}
        </Button>
      </div>
      {adding.error && <ProblemState error={adding.error} />}
    </form>
  );
}
