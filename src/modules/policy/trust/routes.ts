import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import {
  findingLabels,
  labelFinding as labelShape,
  listTrustQuery,
  overruleRule as overruleShape,
  ruleDetail,
  ruleQuery,
  trustPage,
} from '../../../contract/trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { together } from '../../../platform/together.ts';
import { signedIn } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { getLabels, labelFinding, unlabelFinding } from './finding-labels.ts';
import type { JudgingDeps } from './judge-rules.ts';
import { listTrust } from './list-rules.ts';
import { endOverrule, overruleRule } from './overrule.ts';
import { getRule } from './rule-detail.ts';

const byId = z.object({ id: z.string().max(100) });
const tags = ['policy'];
const reading = { access: { scope: 'read' } } as const;
// Anybody may say what they think of a finding.
const speaking = { access: { scope: 'admin', roles: ROLES } } as const;
const overruling = { access: { scope: 'admin', roles: ['security'] } } as const;

/** Trust in rules: what people say of findings, how loud each rule is, and the word of security above it. */
export const trustRoutes =
  (deps: JudgingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;

    app.get(
      '/api/v1/trust',
      {
        config: reading,
        schema: {
          tags,
          summary: 'Rules with what people made of them, the dearest first',
          querystring: listTrustQuery,
          response: { 200: trustPage },
        },
      },
      async ({ query }) => together(db, `trust ${JSON.stringify(query)}`, () => listTrust(db, query)),
    );

    app.get(
      '/api/v1/trust/rule',
      {
        config: reading,
        schema: {
          tags,
          summary: 'One rule: labels by channel, history with evidence, what would change it next',
          querystring: ruleQuery,
          response: { 200: ruleDetail },
        },
      },
      async ({ query }) =>
        together(db, `rule ${JSON.stringify(query)}`, () => getRule(db, query, clock.now())),
    );

    app.post(
      '/api/v1/trust/overrule',
      {
        config: overruling,
        schema: {
          tags,
          summary: 'Security’s word on how loud a rule is, until it ends by itself',
          body: overruleShape,
          response: { 200: ruleDetail },
        },
      },
      async (request) => {
        await overruleRule(deps, request.body, signedIn(request).label);
        return getRule(db, request.body, clock.now());
      },
    );

    app.delete(
      '/api/v1/trust/overrule',
      {
        config: overruling,
        schema: {
          tags,
          summary: 'Take the word back: the labels decide again',
          querystring: ruleQuery,
          response: { 200: ruleDetail },
        },
      },
      async (request) => {
        await endOverrule(deps, request.query, signedIn(request).label);
        return getRule(db, request.query, clock.now());
      },
    );

    app.get(
      '/api/v1/findings/:id/label',
      { config: reading, schema: { tags, params: byId, response: { 200: findingLabels } } },
      async (request) => getLabels(db, request.params.id, signedIn(request).label),
    );

    app.post(
      '/api/v1/findings/:id/label',
      {
        config: speaking,
        schema: {
          tags,
          summary: 'Say whether a finding is useful; the newest word of a person counts',
          params: byId,
          body: labelShape,
          response: { 200: findingLabels },
        },
      },
      async (request) => {
        const { id } = request.params;
        const actor = await personOf(db, request);
        await labelFinding(deps, id, request.body, actor);
        return getLabels(db, id, actor);
      },
    );

    app.delete(
      '/api/v1/findings/:id/label',
      {
        config: speaking,
        schema: {
          tags,
          summary: 'Take back what you said of a finding',
          params: byId,
          response: { 200: findingLabels },
        },
      },
      async (request) => {
        const { id } = request.params;
        const actor = await personOf(db, request);
        await unlabelFinding(deps, id, actor);
        return getLabels(db, id, actor);
      },
    );
  };

/**
 * A label is a person's word, with a token of theirs as well; a program of nobody has none.
 * @returns the person's label in histories
 */
async function personOf(db: Kysely<DB>, request: FastifyRequest): Promise<string> {
  const { kind, label, personId } = signedIn(request);
  if (personId === null)
    throw new AppError(
      'LK-FORBIDDEN',
      'A label is the word of a person: sign in, or use a token of your own.',
    );
  if (kind === 'person') return label;
  const person = await db
    .selectFrom('v_access_person')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirst();
  return person?.email ?? label;
}
