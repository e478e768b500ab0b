import { Button, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Connection, System } from '../../../contract/connections.ts';
import { addConnection, putConnection } from '../../api/connections.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { keyFrom } from './connection-words.ts';
import classes from './connections.module.css';
import { settingsOf, settingsText } from './settings-text.ts';

interface Props {
  system: System;
  /** The one to change; without it, a new one is made. */
  connection?: Connection;
  saved: (key: string) => void;
  aside?: ReactNode;
}

/** Settings as YAML, secrets one by one: what is set is never shown again, and stays unless something is typed. */
export function ConnectionForm({ system, connection, saved, aside }: Props) {
  const queries = useQueryClient();
  const [key, setKey] = useState(connection?.key ?? system.id);
  const [text, setText] = useState(connection ? settingsText(connection.settings) : system.example.trimEnd());
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [enabled, setEnabled] = useState(connection?.enabled ?? true);
  const read = settingsOf(text);
  const saving = useMutation({
    mutationFn: (settings: Record<string, unknown>) => {
      const typed = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
      const body = { system: system.id, settings, secrets: typed, enabled };
      return connection ? putConnection(connection.key, body) : addConnection(key, body);
    },
    onSuccess: async (made) => {
      setSecrets({});
      await queries.invalidateQueries({ queryKey: ['connections'] });
      saved(made.key);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ('settings' in read) saving.mutate(read.settings);
  };
  const isSet = (name: string) => connection?.secrets.find((one) => one.name === name)?.set ?? false;
  return (
    <form
      onSubmit={submit}
      className={classes.form}
      aria-label={t('Connection to {name}', { name: system.name })}
    >
      {!connection && (
        <TextInput
          label={t('Name')}
          description={t('How it is called here and in its addresses: small letters, digits and dashes.')}
          required
          value={key}
          onChange={(event) => setKey(keyFrom(event.currentTarget.value))}
        />
      )}
      <Textarea
        className={classes.settings ?? ''}
        label={t('Settings')}
        description={
          <Say
            text="YAML, without secrets. <link>Documentation of {name}</link>"
            link={(words) => (
              <a href={system.homePage} className="link">
                {words}
              </a>
            )}
            name={system.name}
          />
        }
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={'problem' in read ? read.problem : null}
      />
      {system.secrets.length > 0 && (
        <fieldset className={classes.secrets}>
          <legend>{t('Secrets')}</legend>
          {system.secrets.map(({ name, what }) => (
            <PasswordInput
              key={name}
              label={name}
              description={what}
              placeholder={isSet(name) ? t('Set; type to replace it') : t('Not set')}
              autoComplete="new-password"
              value={secrets[name] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setSecrets((before) => ({ ...before, [name]: value }));
              }}
            />
          ))}
        </fieldset>
      )}
      <Switch
        label={t('In use')}
        description={t('Off, nothing is sent or read by it, and what waits stays; it can be tested.')}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      {saving.error && <ProblemState error={saving.error} />}
      <div className={classes.buttons}>
        <Button
          type="submit"
          loading={saving.isPending}
          disabled={'problem' in read || key.replace(/-+$/, '') === ''}
        >
          {connection ? t('Save') : t('Connect')}
        </Button>
        {aside}
      </div>
    </form>
  );
}
