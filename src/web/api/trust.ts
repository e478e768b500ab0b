import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  findingLabels,
  type labelFinding,
  type listTrustQuery,
  type overruleRule,
  type RuleTrust,
  ruleDetail,
  trustPage,
} from '../../contract/trust.ts';
import { ask } from './client.ts';
import { pages } from './pages.ts';

export type TrustFilter = Partial<Pick<z.output<typeof listTrustQuery>, 'tool' | 'mode' | 'text'>>;

export const trustQuery = (filter: TrustFilter) => pages<RuleTrust>('trust', trustPage, { ...filter });

/** What the whole list has in common: its tools, and what the policy reckons with. */
export const trustFrameQuery = queryOptions({
  queryKey: ['trust', 'frame'],
  queryFn: ({ signal }) => ask(trustPage, 'trust', { query: { limit: 1 }, signal }),
});

export interface RuleKey {
  tool: string;
  rule: string;
}

export const ruleQuery = ({ tool, rule }: RuleKey) =>
  queryOptions({
    queryKey: ['trust', 'rule', tool, rule],
    queryFn: ({ signal }) => ask(ruleDetail, 'trust/rule', { query: { tool, rule }, signal }),
  });

/** Security's word above the labels. */
export const overruleARule = (body: z.input<typeof overruleRule>) =>
  ask(ruleDetail, 'trust/overrule', { method: 'POST', body });

export const endTheOverrule = ({ tool, rule }: RuleKey) =>
  ask(ruleDetail, 'trust/overrule', { method: 'DELETE', query: { tool, rule } });

const labelPath = (id: string) => `findings/${encodeURIComponent(id)}/label`;

/** What people said of a finding. */
export const labelsQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', id, 'label'],
    queryFn: ({ signal }) => ask(findingLabels, labelPath(id), { signal }),
  });

export const labelAFinding = (id: string, body: z.input<typeof labelFinding>) =>
  ask(findingLabels, labelPath(id), { method: 'POST', body });

export const unlabelAFinding = (id: string) => ask(findingLabels, labelPath(id), { method: 'DELETE' });
