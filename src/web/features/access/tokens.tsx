import { Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { SCOPES, type Scope, type tokenList } from '../../../contract/access.ts';
import { addAToken, revokeToken, tokensQuery } from '../../api/access.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './people-page.module.css';
import { ShownOnce } from './shown-once.tsx';

const DEFAULT_DAYS = 365;

function AddToken() {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['scans:write']);
  const [days, setDays] = useState<string | number>(DEFAULT_DAYS);
  const adding = useMutation({
    mutationFn: () =>
      addAToken({ name: name.trim(), scopes: scopes as Scope[], expiresInDays: Number(days) || undefined }),
    onSuccess: async () => {
      setName('');
      await queries.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const ready = name.trim() !== '' && scopes.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) adding.mutate();
  };
  return (
    <Padded>
      <form onSubmit={submit} className={classes.form} aria-label={t('Make a token')}>
        <TextInput
          label={t('What it is for')}
          required
          placeholder={t('e.g. pipeline of checkout')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect label={t('It may')} value={scopes} onChange={setScopes} data={[...SCOPES]} />
        <NumberInput label={t('Days it works')} min={1} max={3650} value={days} onChange={setDays} />
        <Button type="submit" disabled={!ready} loading={adding.isPending}>
          {t('Make a token')}
        </Button>
      </form>
      {adding.error && <ProblemState error={adding.error} />}
      {adding.data && (
        <ShownOnce label={t('The token is ready.')} secret={adding.data.token} done={adding.reset} />
      )}
    </Padded>
  );
}

type Token = z.infer<typeof tokenList>['items'][number];

function Revoke({ token }: { token: Token }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoking = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (token.revokedAt) return <span className="quiet">{t('revoked')}</span>;
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
      {revoking.error ? t('Try again') : sure ? t('Yes, revoke') : t('Revoke')}
    </Button>
  );
}

const column = columnsOf<Token>();
const when = (at: string | null, never: string) =>
  at ? <RelativeTime at={at} /> : <span className="quiet">{never}</span>;

const columns = column.columns([
  column.accessor('name', { header: t('Token'), meta: { narrow: 'title' } }),
  column.accessor((token) => token.scopes.join(', '), {
    id: 'scopes',
    header: t('May'),
    meta: { width: '22%' },
  }),
  column.accessor('lastUsedAt', {
    header: t('Last used'),
    meta: { width: '142px', align: 'end', narrowLabel: t('used') },
    cell: ({ getValue }) => when(getValue(), 'never'),
  }),
  column.accessor('expiresAt', {
    header: t('Works until'),
    meta: { width: '142px', align: 'end', narrowLabel: t('until') },
    cell: ({ getValue }) => when(getValue(), 'revoked'),
  }),
  column.display({
    id: 'revoke',
    header: () => <span className="hidden">{t('Actions')}</span>,
    meta: { width: '136px', align: 'end' },
    cell: ({ row: { original: token } }) => <Revoke token={token} />,
  }),
]);

export function Tokens() {
  const query = useQuery(tokensQuery);
  return (
    <Section title={t('Tokens')} note={t('For pipelines and scripts; kept only as a hash')}>
      <AddToken />
      <Answered query={query} waiting={<TableSkeleton rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('No tokens yet.')}>
              {t('A pipeline needs one to send its reports.')}
            </EmptyState>
          ) : (
            <div className={classes.list}>
              <DataTable label={t('Tokens')} columns={columns} rows={items} rowKey={({ id }) => id} />
            </div>
          )
        }
      </Answered>
    </Section>
  );
}
