import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  DEFAULT_AUDIENCE,
  GITHUB_ISSUER,
  GITLAB_ISSUER,
  type PipelineTrust,
} from '../../../contract/pipeline-trust.ts';
import type { ServiceAccount } from '../../../contract/service-accounts.ts';
import { addATrust, removeATrust, trustsQuery } from '../../api/services.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { githubSnippet, gitlabSnippet } from './pipeline-snippets.ts';
import classes from './programs.module.css';

interface Props {
  services: readonly ServiceAccount[];
  administers: boolean;
}

/** Which pipelines get a token of which account, by what their own signed tokens say. */
export function PipelineTrusts({ services, administers }: Props) {
  const query = useQuery(trustsQuery);
  return (
    <Section title={t('Trusted pipelines')} note={t('A token of fifteen minutes for their own signed one')}>
      <Padded>
        <Answered query={query} waiting={<TextSkeleton lines={2} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t('No pipeline is trusted yet.')}>
                {t('Say below which repositories may come in as which service account.')}
              </EmptyState>
            ) : (
              <ul className={classes.grants}>
                {items.map((one) => (
                  <TrustLine key={one.id} trust={one} administers={administers} />
                ))}
              </ul>
            )
          }
        </Answered>
        {administers && services.length > 0 && <AddTrust services={services} />}
      </Padded>
    </Section>
  );
}

function TrustLine({ trust, administers }: { trust: PipelineTrust; administers: boolean }) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeATrust(trust.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pipeline-trust'] }),
  });
  const told = { issuer: trust.issuer, audience: trust.audience };
  const claims = Object.entries(trust.claims).map(([claim, pattern]) => `${claim}: ${pattern}`);
  return (
    <li>
      <span>
        <strong>{trust.account.key}</strong>: {claims.join(', ')}{' '}
        <span className="quiet">
          {trust.account.disabled
            ? t('({issuer}, for {audience}, its account is disabled)', told)
            : t('({issuer}, for {audience})', told)}
        </span>
      </span>
      {administers && (
        <Button
          size="compact-xs"
          variant="default"
          loading={removing.isPending}
          onClick={() => removing.mutate()}
        >
          {t('Trust no longer')}
        </Button>
      )}
      {removing.error && <ProblemState error={removing.error} />}
    </li>
  );
}

const SYSTEMS = {
  github: { label: 'GitHub Actions', issuer: GITHUB_ISSUER, claim: 'repository', branch: 'refs/heads/main' },
  gitlab: { label: 'GitLab', issuer: GITLAB_ISSUER, claim: 'project_path', branch: 'main' },
} as const;
type System = keyof typeof SYSTEMS;

function AddTrust({ services }: { services: readonly ServiceAccount[] }) {
  const queries = useQueryClient();
  const [system, setSystem] = useState<System>('github');
  const [issuer, setIssuer] = useState<string>(GITHUB_ISSUER);
  const [account, setAccount] = useState<string | null>(services[0]?.key ?? null);
  const [repository, setRepository] = useState('');
  const [ref, setRef] = useState('');
  const [environment, setEnvironment] = useState('');
  const [audience, setAudience] = useState(DEFAULT_AUDIENCE);
  const { claim, branch } = SYSTEMS[system];
  const adding = useMutation({
    mutationFn: () =>
      addATrust({
        account: account ?? '',
        issuer: issuer.trim(),
        audience: audience.trim(),
        claims: {
          [claim]: repository.trim(),
          ...(ref.trim() && { ref: ref.trim() }),
          ...(environment.trim() && { environment: environment.trim() }),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pipeline-trust'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const choose = (value: string | null) => {
    const chosen = (value ?? 'github') as System;
    setSystem(chosen);
    setIssuer(SYSTEMS[chosen].issuer);
  };
  const snippet = (system === 'github' ? githubSnippet : gitlabSnippet)(window.location.origin, audience);
  return (
    <>
      <form onSubmit={submit} className={classes.form} aria-label={t('Trust pipelines')}>
        <Select
          label={t('System')}
          value={system}
          onChange={choose}
          allowDeselect={false}
          data={Object.entries(SYSTEMS).map(([value, { label }]) => ({ value, label }))}
        />
        <TextInput
          label={t('Issuer')}
          required
          value={issuer}
          onChange={(event) => setIssuer(event.currentTarget.value)}
        />
        <Select
          label={t('Comes in as')}
          value={account}
          onChange={setAccount}
          allowDeselect={false}
          data={services.map(({ key, name }) => ({ value: key, label: name }))}
        />
        <TextInput
          label={t('Repositories')}
          description={t('* is any name, without a slash')}
          required
          placeholder={t('acme/*')}
          value={repository}
          onChange={(event) => setRepository(event.currentTarget.value)}
        />
        <TextInput
          label={t('Only this branch')}
          placeholder={branch}
          value={ref}
          onChange={(event) => setRef(event.currentTarget.value)}
        />
        <TextInput
          label={t('Only this environment')}
          placeholder={t('production')}
          value={environment}
          onChange={(event) => setEnvironment(event.currentTarget.value)}
        />
        <TextInput
          label={t('Audience')}
          required
          value={audience}
          onChange={(event) => setAudience(event.currentTarget.value)}
        />
        <Button type="submit" loading={adding.isPending}>
          {t('Trust them')}
        </Button>
      </form>
      {adding.error && <ProblemState error={adding.error} />}
      <div className={classes.buttons}>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? t('Copied') : t('Copy for the workflow ({label})', { label: SYSTEMS[system].label })}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre className={classes.snippet}>{snippet}</pre>
    </>
  );
}
