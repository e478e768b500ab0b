import { Button, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { GroupGives, Provider } from '../../../contract/identity-providers.ts';
import { addProvider, putProvider } from '../../api/identity-providers.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { groupLines, groupsOf } from './group-lines.ts';
import classes from './security.module.css';

const EMPTY = {
  key: '',
  name: '',
  issuer: '',
  clientId: '',
  scopes: ['openid', 'profile', 'email'],
  groupsClaim: 'groups',
  groupRoles: {},
  makesPeople: true,
  trustsEmail: false,
  enabled: true,
} satisfies Partial<Provider>;

/** A provider as its own pages name things; the secret is never shown again, and stays unless something is typed. */
export function ProviderForm({ provider, close }: { provider: Provider | null; close: () => void }) {
  const queries = useQueryClient();
  const [form, setForm] = useState({ ...EMPTY, ...provider });
  const [scopes, setScopes] = useState(form.scopes.join(' '));
  const [secret, setSecret] = useState('');
  const [lines, setLines] = useState(groupLines(form.groupRoles));
  const read = groupsOf(lines);
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const saving = useMutation({
    mutationFn: (groupRoles: Record<string, GroupGives>) => {
      const { key, name, issuer, clientId, groupsClaim, makesPeople, trustsEmail, enabled } = form;
      const body = {
        name,
        issuer: issuer.trim(),
        clientId: clientId.trim(),
        ...(secret !== '' && { clientSecret: secret }),
        scopes: scopes.split(/\s+/).filter(Boolean),
        groupsClaim: groupsClaim.trim(),
        groupRoles,
        makesPeople,
        trustsEmail,
        enabled,
      };
      return provider ? putProvider(provider.key, body) : addProvider({ key, ...body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['identity-providers'] });
      close();
    },
  });
  const ready = form.key && form.name && form.issuer && form.clientId && form.groupsClaim && 'groups' in read;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && 'groups' in read) saving.mutate(read.groups);
  };
  return (
    <form
      onSubmit={submit}
      className={classes.wide}
      aria-label={provider ? provider.name : t('New identity provider')}
    >
      <TextInput
        label={t('Name')}
        description={t('As people know it: it stands on the button.')}
        required
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {!provider && (
        <TextInput
          label={t('Key')}
          description={t('Part of the return address: small letters, digits and dashes.')}
          required
          value={form.key}
          onChange={(event) =>
            set({ key: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })
          }
        />
      )}
      <TextInput
        label={t('Issuer')}
        description={t('The address by which it calls itself.')}
        type="url"
        required
        disabled={provider !== null}
        placeholder="https://login.example.com"
        value={form.issuer}
        onChange={(event) => set({ issuer: event.currentTarget.value })}
      />
      <TextInput
        label={t('Client id')}
        description={t('Given there when this application is registered.')}
        required
        value={form.clientId}
        onChange={(event) => set({ clientId: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('Client secret')}
        description={
          provider?.hasSecret ? t('Is set; what you type replaces it.') : t('Empty for a public client.')
        }
        autoComplete="off"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <TextInput
        label={t('Scopes')}
        description={t('Often one more is needed for groups.')}
        value={scopes}
        onChange={(event) => setScopes(event.currentTarget.value)}
      />
      <TextInput
        label={t('Claim of the groups')}
        description={t('Its name, or a path with dots.')}
        required
        value={form.groupsClaim}
        onChange={(event) => set({ groupsClaim: event.currentTarget.value })}
      />
      <Textarea
        className={classes.whole ?? ''}
        label={t('What groups give')}
        description={t(
          'One group a line, group: roles; behind @ the team or unit for which alone they hold. Given and taken at each sign-in.',
        )}
        placeholder={t('security-team: security\npayments-leads: manager @ team payments')}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        value={lines}
        onChange={(event) => setLines(event.currentTarget.value)}
        error={'problem' in read ? read.problem : null}
      />
      <Switch
        label={t('People who are new get an account')}
        checked={form.makesPeople}
        onChange={(event) => set({ makesPeople: event.currentTarget.checked })}
      />
      <Switch
        label={t('Its mail addresses count as verified')}
        description={t('Only where nobody can choose their own address there.')}
        checked={form.trustsEmail}
        onChange={(event) => set({ trustsEmail: event.currentTarget.checked })}
      />
      <Switch
        label={t('On the sign-in page')}
        checked={form.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <div className={`${classes.buttons} ${classes.whole}`}>
        <Button type="submit" disabled={!ready} loading={saving.isPending}>
          {t('Save')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('Cancel')}
        </Button>
      </div>
      {saving.error && (
        <div className={classes.whole}>
          <ProblemState error={saving.error} />
        </div>
      )}
    </form>
  );
}
