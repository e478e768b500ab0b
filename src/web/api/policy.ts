import { queryOptions } from '@tanstack/react-query';
import { activePolicy } from '../../contract/policy.ts';
import { backtest } from '../../contract/policy-backtest.ts';
import {
  checkedPolicy,
  type PolicyVersion,
  policyDiff,
  policyVersionDetail,
  policyVersionPage,
} from '../../contract/policy-versions.ts';
import { ask, askTagged } from './client.ts';
import { pages } from './pages.ts';

/** With the tag by which a draft says what it has seen. */
export const taggedPolicyQuery = queryOptions({
  queryKey: ['policy', 'active'],
  queryFn: ({ signal }) => askTagged(activePolicy, 'policy', { signal }),
});

export const policyQuery = queryOptions({ ...taggedPolicyQuery, select: ({ data }) => data });

export const versionsQuery = pages<PolicyVersion>('policy/versions', policyVersionPage, {});

export const versionQuery = (version: number) =>
  queryOptions({
    queryKey: ['policy', 'version', version],
    queryFn: ({ signal }) => ask(policyVersionDetail, `policy/versions/${version}`, { signal }),
  });

export const versionDiffQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ['policy', 'diff', from, to],
    queryFn: ({ signal }) => ask(policyDiff, `policy/versions/${from}/diff/${to}`, { signal }),
  });

export const checkADocument = (document: string, signal?: AbortSignal) =>
  ask(checkedPolicy, 'policy/check', { method: 'POST', body: { document }, ...(signal && { signal }) });

export const saveADraft = (body: { document: string; reason: string; basedOn: number }, ifMatch?: string) =>
  askTagged(policyVersionDetail, 'policy/versions', { method: 'POST', body, ifMatch });

export const changeAVersion = (version: number, step: 'approve' | 'withdraw') =>
  ask(policyVersionDetail, `policy/versions/${version}/${step}`, { method: 'POST' });

export const activateAVersion = (version: number, body: { reason: string; again: boolean }) =>
  ask(policyVersionDetail, `policy/versions/${version}/activate`, { method: 'POST', body });

export const askABacktest = (document: string) =>
  ask(backtest, 'policy/backtests', { method: 'POST', body: { document } });

/** Asked for again until it has ended. */
export const backtestQuery = (id: string) =>
  queryOptions({
    queryKey: ['policy', 'backtest', id],
    queryFn: ({ signal }) => ask(backtest, `policy/backtests/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data && state.data.state !== 'waiting' && state.data.state !== 'running' ? false : 700,
  });

export const cancelABacktest = (id: string) => ask(backtest, `policy/backtests/${id}`, { method: 'DELETE' });
