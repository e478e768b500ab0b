import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type changePassword, recoveryCodes, security } from '../../contract/sign-in.ts';
import { ask, tell } from './client.ts';

export const securityQuery = queryOptions({
  queryKey: ['security'],
  queryFn: ({ signal }) => ask(security, 'me/security', { signal }),
});
export const setPassword = (body: z.input<typeof changePassword>) =>
  tell('me/password', { method: 'PUT', body });
export const removePassword = () => tell('me/password', { method: 'DELETE' });
export const removeTotp = () => tell('me/totp', { method: 'DELETE' });
export const newRecoveryCodes = () => ask(recoveryCodes, 'me/recovery-codes', { method: 'POST', body: {} });
export const removePasskey = (id: string) =>
  tell(`me/passkeys/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const endSession = (id: string) => tell(`me/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const endOtherSessions = () => tell('me/sessions', { method: 'DELETE' });
