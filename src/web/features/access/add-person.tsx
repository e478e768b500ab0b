import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ROLES, type Role } from '../../../contract/access.ts';
import { addAPerson } from '../../api/access.ts';
import { t } from '../../texts/t.ts';
import { capitalised } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import classes from './people-page.module.css';
import { ShownOnce } from './shown-once.tsx';

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: capitalised(role) }));

export function AddPerson() {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>(['developer']);
  const adding = useMutation({
    mutationFn: () => addAPerson({ name: name.trim(), email: email.trim(), roles: roles as Role[] }),
    onSuccess: async () => {
      setName('');
      setEmail('');
      await queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const ready = name.trim() !== '' && email.includes('@') && roles.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) adding.mutate();
  };
  return (
    <Section title={t('Invite a person')} note={t('They get a link that works once')}>
      <Padded>
        <form onSubmit={submit} className={classes.form} aria-label={t('Invite a person')}>
          <TextInput
            label={t('Name')}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('Mail')}
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <MultiSelect label={t('Roles')} value={roles} onChange={setRoles} data={ROLE_OPTIONS} />
          <Button type="submit" disabled={!ready} loading={adding.isPending}>
            {t('Make a link')}
          </Button>
        </form>
        {adding.error && <ProblemState error={adding.error} />}
        {adding.data && (
          <ShownOnce
            label={t('The sign-in link is ready.')}
            secret={adding.data.signInUrl}
            done={adding.reset}
          />
        )}
      </Padded>
    </Section>
  );
}
