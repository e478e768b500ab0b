import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Security } from '../../../contract/sign-in.ts';
import { signOut } from '../../api/access.ts';
import { securityQuery } from '../../api/security.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TextSkeleton } from '../../ui/states.tsx';
import { OwnApp } from './own-app.tsx';
import { OwnPasskeys } from './own-passkeys.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnSessions } from './own-sessions.tsx';
import classes from './security.module.css';

/** How this account is protected, and where it is open. */
export function MePage() {
  const security = useQuery(securityQuery);
  return (
    <Page
      title={t('Your account')}
      lead={
        <>
          {security.data ? leadOf(security.data) : t('How you sign in, and where you are signed in.')}{' '}
          <TextLink to="/notify" search={{}}>
            {t('What you hear')}
          </TextLink>
        </>
      }
    >
      <Answered query={security} waiting={<TextSkeleton lines={8} />}>
        {(known) => (
          <>
            {!known.mayChange && <SignInAgain />}
            <OwnPasskeys known={known} />
            <OwnPassword known={known} />
            <OwnApp known={known} />
            <OwnSessions known={known} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** The answer first: by which ways the person gets in. */
function leadOf({ passkeys, password, totp, identities }: Security): string {
  const ways = [
    ...identities.map(({ name }) => t('by {name}', { name })),
    ...(passkeys.length > 0 ? [t('by passkey')] : []),
    ...(password && totp ? [t('by password and app')] : []),
  ];
  if (ways.length > 0) return t('You get in {join}.', { join: ways.join(', or ') });
  if (password) return t('Your password needs a second factor before it opens anything.');
  return t('You get in by links that an admin makes. With a passkey you need nobody.');
}

function SignInAgain() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      queries.clear();
      await navigate({ to: '/sign-in', search: { to: '/me' } });
    },
  });
  return (
    <div className={classes.notice}>
      <p>{t('To change how you sign in, sign in again first: it was more than half an hour ago.')}</p>
      <Button variant="default" size="xs" loading={leaving.isPending} onClick={() => leaving.mutate()}>
        {t('Sign in again')}
      </Button>
    </div>
  );
}
