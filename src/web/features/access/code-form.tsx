import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { signInByCode } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './sign-in-page.module.css';

interface Props {
  /** @param left recovery codes that still work, when one was used */
  done: (left: number | null) => void;
  back: () => void;
}

/** The second step: what the app shows now, or one of the codes that were kept for a bad day. */
export function CodeForm({ done, back }: Props) {
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(false);
  const sending = useMutation({
    mutationFn: () => signInByCode(code),
    onSuccess: ({ recoveryCodesLeft }) => done(recoveryCodesLeft),
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim().length >= 6) sending.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Second step')}>
      <TextInput
        key={String(recovery)}
        label={recovery ? t('Recovery code') : t('Code of your app')}
        description={
          recovery
            ? t('Four groups of letters and digits; each works once.')
            : t('Six digits, new every half minute.')
        }
        name="code"
        data-autofocus
        autoFocus
        autoComplete={recovery ? 'off' : 'one-time-code'}
        inputMode={recovery ? 'text' : 'numeric'}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {sending.error && <ProblemState error={sending.error} />}
      <Button type="submit" disabled={code.trim().length < 6} loading={sending.isPending}>
        {t('Sign in')}
      </Button>
      <div className={classes.small}>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
          }}
        >
          {recovery ? t('Use the app') : t('I do not have my phone')}
        </Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={back}>
          {t('Start again')}
        </Button>
      </div>
    </form>
  );
}
