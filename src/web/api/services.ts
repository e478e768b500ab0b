import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { addedToken } from '../../contract/access.ts';
import { type addPipelineTrust, pipelineTrust, pipelineTrustList } from '../../contract/pipeline-trust.ts';
import {
  type addServiceAccount,
  type ChangeServiceAccount,
  serviceAccount,
  serviceAccountList,
} from '../../contract/service-accounts.ts';
import { ask, tell } from './client.ts';

export const servicesQuery = queryOptions({
  queryKey: ['service-accounts'],
  queryFn: ({ signal }) => ask(serviceAccountList, 'service-accounts', { signal }),
});
export const trustsQuery = queryOptions({
  queryKey: ['pipeline-trust'],
  queryFn: ({ signal }) => ask(pipelineTrustList, 'pipeline-trust', { signal }),
});

export const addAService = (body: z.input<typeof addServiceAccount>) =>
  ask(serviceAccount, 'service-accounts', { method: 'POST', body });
export const changeAService = (key: string, body: ChangeServiceAccount) =>
  tell(`service-accounts/${encodeURIComponent(key)}`, { method: 'PATCH', body });
export const addATokenOf = (key: string, name: string) =>
  ask(addedToken, `service-accounts/${encodeURIComponent(key)}/tokens`, { method: 'POST', body: { name } });
export const addATrust = (body: z.input<typeof addPipelineTrust>) =>
  ask(pipelineTrust, 'pipeline-trust', { method: 'POST', body });
export const removeATrust = (id: string) =>
  tell(`pipeline-trust/${encodeURIComponent(id)}`, { method: 'DELETE' });
