import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import {
  afterPassword,
  newTotp,
  passkeyOptions,
  recoveryCodes,
  signedInByCode,
  waysIn,
} from '../../contract/sign-in.ts';
import { t } from '../texts/t.ts';
import { ask, tell } from './client.ts';
import { ApiProblem } from './problem.ts';

export const waysQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => ask(waysIn, 'sign-in/ways', { signal }),
});

export const providerAddress = (key: string, to: string | undefined): string =>
  `/api/v1/sign-in/oidc/${encodeURIComponent(key)}${to ? `?to=${encodeURIComponent(to)}` : ''}`;

export const signInByPassword = (body: { email: string; password: string }) =>
  ask(afterPassword, 'sign-in/password', { method: 'POST', body });
export const signInByCode = (code: string) =>
  ask(signedInByCode, 'sign-in/code', { method: 'POST', body: { code } });

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** @param options.autofill waits until the person picks a passkey from the list under the mail field */
export async function signInByPasskey(options: { autofill: boolean }): Promise<void> {
  const asked = await ask(passkeyOptions, 'sign-in/passkey/options', { method: 'POST', body: {} });
  const optionsJSON = asked as unknown as AuthenticationOptions;
  const signed = await startAuthentication({ optionsJSON, useBrowserAutofill: options.autofill }).catch(
    notDone,
  );
  await tell('sign-in/passkey', { method: 'POST', body: signed });
}

/** Where a second factor is set up: by those who are in, or on the way in. */
export type FactorBase = 'me' | 'sign-in/set-up';

export async function makePasskey(base: FactorBase, name?: string): Promise<void> {
  const asked = await ask(passkeyOptions, `${base}/passkeys/options`, { method: 'POST', body: {} });
  const optionsJSON = asked as unknown as RegistrationOptions;
  const response = await startRegistration({ optionsJSON }).catch(notDone);
  await tell(`${base}/passkeys`, { method: 'POST', body: { response, ...(name && { name }) } });
}

/** What browsers say of a window that was closed is for programmers. */
function notDone(cause: unknown): never {
  const name = cause instanceof Error ? cause.name : '';
  throw new ApiProblem({
    status: 0,
    code: 'LK-SIGN-IN',
    title: t('No passkey'),
    detail:
      name === 'InvalidStateError'
        ? t('This device has a passkey for you already.')
        : t('The passkey was not used: the window was closed, or took too long.'),
    help: t('Try again, or choose another way.'),
  });
}

export const offerTotp = (base: FactorBase) => ask(newTotp, `${base}/totp`, { method: 'POST', body: {} });
export const confirmTotp = (base: FactorBase, code: string) =>
  ask(recoveryCodes, `${base}/totp/confirm`, { method: 'POST', body: { code } });
