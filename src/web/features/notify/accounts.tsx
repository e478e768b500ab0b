import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AccountList } from '../../../contract/accounts.ts';
import { accountsQuery, forgetAccount, linkAccount } from '../../api/accounts.ts';
import { healthQuery } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import classes from './notify-page.module.css';

type Account = AccountList['items'][number];

const KNOWN_BY: Record<Account['knownBy'], string> = {
  mail: t('the same mail address'),
  directory: t('the directory'),
  person: t('your word'),
};

function Forget({ account: { connection, account } }: { account: Account }) {
  const queries = useQueryClient();
  const forgetting = useMutation({
    mutationFn: () => forgetAccount(connection, account),
    onSettled: () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={forgetting.isPending}
      onClick={() => forgetting.mutate()}
      aria-label={t('Forget {account} of {connection}', { account, connection })}
    >
      {forgetting.error ? t('Try again') : t('Forget')}
    </Button>
  );
}

const column = columnsOf<Account>();
const columns = column.columns([
  column.accessor('connection', { header: t('System'), meta: { narrow: 'top', width: '180px' } }),
  column.accessor((account) => account.name || account.account, {
    id: 'account',
    header: t('Account'),
    meta: { narrow: 'title' },
  }),
  column.accessor((account) => KNOWN_BY[account.knownBy], {
    id: 'knownBy',
    header: t('Known by'),
    meta: { width: '190px', narrowLabel: t('by') },
  }),
  column.display({
    id: 'forget',
    header: () => <span className="hidden">{t('Actions')}</span>,
    meta: { width: '100px', align: 'end' },
    cell: ({ row: { original } }) => <Forget account={original} />,
  }),
]);

/** "This account is me": commands and buttons there then have the reader's rights. */
function LinkForm() {
  const queries = useQueryClient();
  const health = useQuery(healthQuery);
  const [connection, setConnection] = useState<string | null>(null);
  const [account, setAccount] = useState('');
  const linking = useMutation({
    mutationFn: () => linkAccount(connection ?? '', account.trim()),
    onSuccess: async () => {
      setAccount('');
      await queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
  });
  const ready = connection !== null && account.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) linking.mutate();
  };
  const systems = health.data?.items.flatMap((lane) => lane.connection?.key ?? []) ?? [];
  return (
    <form onSubmit={submit} className={classes.link} aria-label={t('Link an account')}>
      <Select
        label={t('System')}
        placeholder={t('Choose one')}
        data={systems}
        value={connection}
        onChange={setConnection}
      />
      <TextInput
        className={classes.account}
        label={t('Account there')}
        placeholder={t('As the answer to your comment named it')}
        value={account}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!ready} loading={linking.isPending}>
        {t('This is me')}
      </Button>
      {linking.error && <ProblemState error={linking.error} />}
    </form>
  );
}

/** By which accounts of trackers and chats the reader is known. */
export function Accounts() {
  const accounts = useQuery(accountsQuery);
  return (
    <Section
      title={t('Your accounts elsewhere')}
      note={t('What you write to Lanekeeper there is done with your rights here')}
    >
      <Answered query={accounts} waiting={<TextSkeleton />}>
        {({ items }) =>
          items.length > 0 && (
            <DataTable
              label={t('Accounts')}
              columns={columns}
              rows={items}
              rowKey={(one) => `${one.connection} ${one.account}`}
            />
          )
        }
      </Answered>
      <Padded>
        <LinkForm />
      </Padded>
    </Section>
  );
}
