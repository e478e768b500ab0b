import { Button } from '@mantine/core';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type FactorBase, makePasskey } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { AppSetUp } from './app-set-up.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './security.module.css';

/** A passkey or an app: one of them makes a stolen password useless. */
export function SecondFactor({ base, done }: { base: FactorBase; done: () => void }) {
  const [app, setApp] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const making = useMutation({ mutationFn: () => makePasskey(base), onSuccess: done });
  if (codes) return <RecoveryCodes codes={codes} done={done} />;
  if (app)
    return (
      <AppSetUp base={base} done={(made) => (made ? setCodes(made) : done())} cancel={() => setApp(false)} />
    );
  return (
    <div className={classes.choice}>
      <p className={classes.words}>
        {t(
          'A password alone can be guessed or stolen. Choose what else shows that it is you; it takes a minute, once.',
        )}
      </p>
      {browserSupportsWebAuthn() && (
        <Button fullWidth loading={making.isPending} onClick={() => making.mutate()}>
          {t('Make a passkey on this device')}
        </Button>
      )}
      <Button fullWidth variant="default" onClick={() => setApp(true)}>
        {t('Use an app that makes codes')}
      </Button>
      {making.error && <ProblemState error={making.error} />}
    </div>
  );
}
