import { Button, PasswordInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { signIn } from '../../api/access.ts';
import { queryClient } from '../../api/query-client.ts';
import { Mark } from '../../ui/mark.tsx';
import { ProblemState } from '../../ui/states.tsx';
import classes from './sign-in-page.module.css';

const route = getRouteApi('/sign-in');

/** The secret of a link or the link itself, as people paste it. */
const secretOf = (pasted: string) => pasted.trim().split('#').at(-1) ?? '';

/**
 * A sign-in link carries its secret behind `#`: browsers never send that part, so it reaches no log.
 * It works once, so it is posted exactly once and leaves the address bar before that.
 */
function useSecretOfTheAddress(use: (secret: string) => void) {
  const used = useRef(false);
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    if (used.current || secret === '') return;
    used.current = true;
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    use(secret);
  }, [use]);
}

export function SignInPage() {
  useDocumentTitle('Sign in · Lanekeeper');
  const { to } = route.useSearch();
  const router = useRouter();
  const [pasted, setPasted] = useState('');
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      queryClient.clear();
      router.history.replace(to ?? '/');
    },
  });
  useSecretOfTheAddress(mutate);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secretOf(pasted)) mutate(secretOf(pasted));
  };
  const busy = isPending || isSuccess;
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <Mark size={34} />
        <h1 className={classes.heading}>{busy ? 'Signing you in …' : 'Sign in to Lanekeeper'}</h1>
        {!busy && (
          <>
            <p className={classes.words}>
              Open the sign-in link you were given. It works once; an admin makes you a new one whenever you
              need it.
            </p>
            {error && <ProblemState error={error} />}
            <form onSubmit={submit} className={classes.form}>
              <PasswordInput
                label="Or paste the link here"
                value={pasted}
                onChange={(event) => setPasted(event.currentTarget.value)}
                autoComplete="off"
              />
              <Button type="submit" disabled={!secretOf(pasted)}>
                Sign in
              </Button>
            </form>
          </>
        )}
      </div>
    </main>
  );
}
