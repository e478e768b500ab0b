import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { confirmTotp, type FactorBase, offerTotp } from '../../api/sign-in.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { QrCode } from './qr-code.tsx';
import classes from './security.module.css';

interface Props {
  base: FactorBase;
  /** @param codes shown once; null when the person has some */
  done: (codes: string[] | null) => void;
  cancel: () => void;
}

/** An app on the phone learns the secret by a picture, and proves by a code that it has it. */
export function AppSetUp({ base, done, cancel }: Props) {
  const offer = useQuery({
    queryKey: ['totp-offer', base],
    queryFn: () => offerTotp(base),
    staleTime: Number.POSITIVE_INFINITY,
    // It is a secret: gone with the form.
    gcTime: 0,
    retry: false,
  });
  const [code, setCode] = useState('');
  const confirming = useMutation({
    mutationFn: () => confirmTotp(base, code),
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
    onError: () => setCode(''),
  });
  const ready = /^\d{3} ?\d{3}$/.test(code.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) confirming.mutate();
  };
  return (
    <Answered query={offer} waiting={<TextSkeleton lines={6} />}>
      {({ uri, secret }) => (
        <form onSubmit={submit} className={classes.setUp} aria-label={t('Set up an app')}>
          <p className={classes.words}>
            {t('Scan this with an app that makes codes, then enter the six digits it shows.')}
          </p>
          <QrCode text={uri} label={t('Secret for your app, as a picture')} />
          <details className={classes.typed}>
            <summary>{t('I cannot scan it')}</summary>
            <Say
              text="Enter this in the app: {secret}"
              secret={<code className={classes.secret}>{secret.match(/.{1,4}/g)?.join(' ')}</code>}
            />
          </details>
          <TextInput
            label={t('Code of your app')}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {confirming.error && <ProblemState error={confirming.error} />}
          <div className={classes.buttons}>
            <Button type="submit" disabled={!ready} loading={confirming.isPending}>
              {t('Confirm')}
            </Button>
            <Button variant="default" onClick={cancel}>
              {t('Cancel')}
            </Button>
          </div>
        </form>
      )}
    </Answered>
  );
}
