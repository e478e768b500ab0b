import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Security } from '../../../contract/sign-in.ts';
import { newRecoveryCodes, removeTotp } from '../../api/security.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { AppSetUp } from './app-set-up.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './security.module.css';
import { useSecurityChange } from './use-security-change.ts';

/** The app that makes codes, and the codes for the day on which it is lost. */
export function OwnApp({ known }: { known: Security }) {
  const [open, setOpen] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const settled = useSecurityChange(async () => {});
  const removing = useSecurityChange(removeTotp);
  const renewing = useSecurityChange(newRecoveryCodes, (made) => setCodes(made.recoveryCodes));
  const { totp, mayChange, recoveryCodesLeft } = known;
  const done = (made: string[] | null) => {
    setOpen(false);
    setCodes(made);
    settled.mutate();
  };
  const problem = removing.error ?? renewing.error;
  return (
    <Section title={t('App for codes')} note={t('The second step after a password')}>
      <Padded>
        {codes && <RecoveryCodes codes={codes} done={() => setCodes(null)} />}
        {!codes && open && <AppSetUp base="me" done={done} cancel={() => setOpen(false)} />}
        {!codes && !open && (
          <div className={classes.state}>
            <span className={classes.words}>
              {totp ? (
                <Say
                  text="Set up {at}; {left, plural, one {# recovery code is} other {# recovery codes are}} left."
                  at={<RelativeTime at={totp.confirmedAt} />}
                  left={recoveryCodesLeft}
                />
              ) : (
                t('No app is set up.')
              )}
            </span>
            {totp ? (
              <span className={classes.buttons}>
                <Button
                  size="sm"
                  variant="default"
                  disabled={!mayChange}
                  loading={renewing.isPending}
                  onClick={() => renewing.mutate()}
                >
                  {t('New recovery codes')}
                </Button>
                <Button
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={!mayChange}
                  loading={removing.isPending}
                  onClick={() => removing.mutate()}
                >
                  {t('Remove')}
                </Button>
              </span>
            ) : (
              <Button size="sm" variant="default" disabled={!mayChange} onClick={() => setOpen(true)}>
                {t('Set up an app')}
              </Button>
            )}
          </div>
        )}
        {problem && <ProblemState error={problem} />}
      </Padded>
    </Section>
  );
}
