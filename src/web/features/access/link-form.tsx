import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { t } from '../../texts/t.ts';
import classes from './sign-in-page.module.css';

/** The secret of a link or the link itself, as people paste it. */
const secretOf = (pasted: string) => pasted.trim().split('#').at(-1) ?? '';

export function LinkForm({ use }: { use: (secret: string) => void }) {
  const [pasted, setPasted] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secretOf(pasted)) use(secretOf(pasted));
  };
  return (
    <>
      <p className={classes.words}>
        {t(
          'Open the sign-in link you were given. It works once; an admin makes you a new one whenever you need it.',
        )}
      </p>
      <form onSubmit={submit} className={classes.form}>
        <PasswordInput
          label={t('Or paste the link here')}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
          autoComplete="off"
        />
        <Button type="submit" disabled={!secretOf(pasted)}>
          {t('Sign in')}
        </Button>
      </form>
    </>
  );
}
