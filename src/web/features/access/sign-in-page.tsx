import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { WaysIn } from '../../../contract/sign-in.ts';
import { signIn } from '../../api/access.ts';
import { queryClient } from '../../api/query-client.ts';
import { providerAddress, waysQuery } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { Mark } from '../../ui/mark.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { CodeForm } from './code-form.tsx';
import { LinkForm } from './link-form.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import { PasswordForm } from './password-form.tsx';
import { REFUSAL_WORDS } from './refusal-words.ts';
import { SecondFactor } from './second-factor.tsx';
import classes from './sign-in-page.module.css';

const route = getRouteApi('/sign-in');
const ONLY_LINKS: WaysIn = { providers: [], passwords: false, passkeys: false };
const FEW_CODES = 4;

/**
 * A sign-in link carries its secret behind `#`: browsers never send that part, so it reaches no log.
 * It works once, so it is posted exactly once and leaves the address bar before that.
 */
function useSecretOfTheAddress(use: (secret: string) => void) {
  const used = useRef('');
  useEffect(() => {
    const look = () => {
      const secret = window.location.hash.slice(1);
      if (secret === '' || used.current === secret) return;
      used.current = secret;
      window.history.replaceState(null, '', window.location.pathname + window.location.search);
      use(secret);
    };
    look();
    // A link that is opened where this page stands already changes nothing but the part behind `#`.
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, [use]);
}

/** Somebody is in: nothing of whoever was here before is shown, and they are where they wanted to be. */
function useEntry() {
  const { to } = route.useSearch();
  const router = useRouter();
  return useCallback(() => {
    queryClient.clear();
    router.history.replace(to ?? '/');
  }, [router, to]);
}

export function SignInPage() {
  useDocumentTitle(t('Sign in · Lanekeeper'));
  const { problem } = route.useSearch();
  const enter = useEntry();
  const [step, setStep] = useState<'begin' | 'code' | 'set-up'>('begin');
  const ways = useQuery(waysQuery);
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: signIn, onSuccess: enter });
  useSecretOfTheAddress(mutate);
  const busy = isPending || isSuccess;
  const enterByCode = (left: number | null) => {
    if (left !== null && left < FEW_CODES)
      notifications.show({
        message: t('{left} recovery codes are left. Make new ones under your name.', { left }),
      });
    enter();
  };
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <Mark size={34} />
        <h1 className={classes.heading}>{busy ? t('Signing you in …') : HEADINGS[step]}</h1>
        {!busy && step === 'begin' && (
          <>
            {problem && (
              <p role="alert" className={classes.notice}>
                {REFUSAL_WORDS[problem]}
              </p>
            )}
            {error && <ProblemState error={error} />}
            {(ways.data || ways.error) && (
              <Ways ways={ways.data ?? ONLY_LINKS} next={setStep} useLink={mutate} enter={enter} />
            )}
          </>
        )}
        {!busy && step === 'code' && <CodeForm done={enterByCode} back={() => setStep('begin')} />}
        {!busy && step === 'set-up' && <SecondFactor base="sign-in/set-up" done={enter} />}
      </div>
    </main>
  );
}

const HEADINGS = {
  begin: t('Sign in to Lanekeeper'),
  code: t('One more step'),
  'set-up': t('Protect your account'),
} as const;

interface WaysProps {
  ways: WaysIn;
  next: (step: 'code' | 'set-up') => void;
  useLink: (secret: string) => void;
  enter: () => void;
}

function Ways({ ways, next, useLink, enter }: WaysProps) {
  const { to } = route.useSearch();
  const { providers, passwords, passkeys } = ways;
  const [byLink, setByLink] = useState(false);
  if (byLink || (providers.length === 0 && !passwords && !passkeys)) return <LinkForm use={useLink} />;
  return (
    <div className={classes.ways}>
      {providers.map(({ key, name }) => (
        <Button key={key} component="a" href={providerAddress(key, to)} fullWidth>
          {t('Continue with {name}', { name })}
        </Button>
      ))}
      {passkeys && <PasskeyButton done={enter} />}
      {passwords && (
        <>
          {(providers.length > 0 || passkeys) && <p className={classes.or}>{t('or')}</p>}
          <PasswordForm passkeys={passkeys} next={next} />
        </>
      )}
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setByLink(true)}>
        {t('I have a sign-in link')}
      </Button>
    </div>
  );
}
