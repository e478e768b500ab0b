import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { signInByPassword } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './sign-in-page.module.css';

/** First mail and password; what comes after them the server says. */
export function PasswordForm({
  passkeys,
  next,
}: {
  passkeys: boolean;
  next: (step: 'code' | 'set-up') => void;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const asking = useMutation({
    mutationFn: () => signInByPassword({ email: email.trim(), password }),
    onSuccess: (after) => next(after.next),
    onError: () => setPassword(''),
  });
  const ready = email.includes('@') && password !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) asking.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Sign in with a password')}>
      <TextInput
        label={t('Mail')}
        type="email"
        name="email"
        // Browsers offer passkeys in the list under this field.
        autoComplete={passkeys ? 'username webauthn' : 'username'}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('Password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {asking.error && <ProblemState error={asking.error} />}
      <Button type="submit" disabled={!ready} loading={asking.isPending}>
        {t('Continue')}
      </Button>
    </form>
  );
}
