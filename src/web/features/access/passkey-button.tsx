import { Button } from '@mantine/core';
import { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { signInByPasskey } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { IconKey } from '../../ui/icons.ts';
import { ProblemState } from '../../ui/states.tsx';

/** A passkey from the list under the mail field, where the browser has that; it waits there quietly. */
function usePasskeyOfTheList(done: () => void) {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void browserSupportsWebAuthnAutofill().then(async (can) => {
      // Whoever picks none sees no error for it.
      if (can) await signInByPasskey({ autofill: true }).then(done, () => {});
    });
  }, [done]);
}

export function PasskeyButton({ done }: { done: () => void }) {
  usePasskeyOfTheList(done);
  const signing = useMutation({ mutationFn: () => signInByPasskey({ autofill: false }), onSuccess: done });
  if (!browserSupportsWebAuthn()) return null;
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconKey size={16} />}
        loading={signing.isPending}
        onClick={() => signing.mutate()}
      >
        {t('Use a passkey')}
      </Button>
      {signing.error && <ProblemState error={signing.error} />}
    </>
  );
}
