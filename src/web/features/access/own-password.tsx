import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Security, SHORTEST_PASSWORD } from '../../../contract/sign-in.ts';
import { removePassword, setPassword } from '../../api/security.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './security.module.css';
import { useSecurityChange } from './use-security-change.ts';

export function OwnPassword({ known }: { known: Security }) {
  const [open, setOpen] = useState(false);
  const removing = useSecurityChange(removePassword);
  const { password, mayChange } = known;
  return (
    <Section title={t('Password')} note={t('Works together with an app or a passkey, never alone')}>
      <Padded>
        <div className={classes.state}>
          <span className={classes.words}>
            {password ? (
              <Say text="Set {at}." at={<RelativeTime at={password.changedAt} />} />
            ) : (
              t('You have none, and need none with a passkey.')
            )}
          </span>
          {!open && (
            <span className={classes.buttons}>
              <Button size="sm" variant="default" disabled={!mayChange} onClick={() => setOpen(true)}>
                {password ? t('Change it') : t('Set a password')}
              </Button>
              {password && (
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
              )}
            </span>
          )}
        </div>
        {removing.error && <ProblemState error={removing.error} />}
        {open && <PasswordForm known={known} close={() => setOpen(false)} />}
      </Padded>
    </Section>
  );
}

function PasswordForm({ known, close }: { known: Security; close: () => void }) {
  const asksOld = known.password?.oldIsAsked ?? false;
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const saving = useSecurityChange(() => setPassword({ password: next, ...(asksOld && { old }) }), close);
  const ready = next.length >= SHORTEST_PASSWORD && (!asksOld || old !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) saving.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Password')}>
      {/* Password managers keep both together. */}
      <input type="email" name="email" autoComplete="username" value={known.email} readOnly hidden />
      {asksOld && (
        <PasswordInput
          label={t('Old password')}
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label={t('New password')}
        description={t(
          'At least {SHORTEST_PASSWORD} characters; a few words that do not belong together are good. Other browsers are signed out.',
          { SHORTEST_PASSWORD },
        )}
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      {saving.error && <ProblemState error={saving.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!ready} loading={saving.isPending}>
          {t('Save')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('Cancel')}
        </Button>
      </div>
    </form>
  );
}
