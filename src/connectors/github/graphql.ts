import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { read, unexpected } from '../kit/api.ts';
import type { As, Github } from './access.ts';

const graphqlError = z.object({
  type: z.string().max(200).nullish(),
  message: z.string().max(10_000),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
});
type GraphqlError = z.infer<typeof graphqlError>;
const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(graphqlError).max(10_000).nullish(),
});

/** What may be left out of a question: what it asks for, and how a refusal names it. */
export type Optional = 'email' | 'organizationVerifiedDomainEmails' | 'samlIdentityProvider';

/**
 * Asks by GraphQL. What it answers in part counts only where no error says otherwise.
 * @param optional what the question can do without
 * @returns `refused`: what has to be left out, and the question asked again
 * @throws AppError LK-CONNECTION when something else is refused; LK-RATE-LIMITED, LK-ANSWER
 */
export async function graphql<T>(
  github: Github,
  as: As,
  question: { what: string; query: string; variables: Record<string, string | null>; optional?: Optional[] },
  shape: z.ZodType<T>,
): Promise<{ data: T } | { refused: Optional[] }> {
  const { what, query, variables, optional = [] } = question;
  const response = await github.ask(as, graphqlPath(github.api.base), {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json' },
    // It only reads.
    idempotent: true,
  });
  if (response.status === 403) throw notAllowed(what);
  if (response.status !== 200) throw unexpected(github.api, what, response);
  const { data, errors } = read(github.api, what, response, answerShape);
  const [first] = errors ?? [];
  if (first) {
    const resetAt = Number(response.headers.get('x-ratelimit-reset')) * 1000;
    return { refused: refusedBy(what, errors!, first, optional, resetAt) };
  }
  const parsed = shape.safeParse(data);
  if (parsed.success) return { data: parsed.data };
  const issue = parsed.error.issues[0]!;
  const place = issue.path.join('.').slice(0, 100) || 'the whole';
  throw new AppError('LK-ANSWER', `GitHub answered strangely for ${what}: ${place}: ${issue.message}`);
}

/** `https://api.github.com/graphql`; on an Enterprise Server beside the REST API: `https://git.example.com/api/graphql`. */
const graphqlPath = (base: string): string => (base.endsWith('/api/v3') ? '/../graphql' : '/graphql');

const REFUSED = ['FORBIDDEN', 'INSUFFICIENT_SCOPES'];

function refusedBy(
  what: string,
  errors: GraphqlError[],
  first: GraphqlError,
  optional: Optional[],
  resetAt: number,
): Optional[] {
  if (errors.some(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT'))
    throw new AppError('LK-RATE-LIMITED', 'GitHub asks for a pause', {
      detail: resetAt > 0 ? { retryAt: new Date(resetAt).toISOString() } : {},
    });
  const other = errors.find(({ type }) => !REFUSED.includes(type ?? ''));
  if (other?.type === 'NOT_FOUND')
    throw new AppError('LK-CONNECTION', `${what} are not visible: is the organisation's name right?`);
  if (other) throw new AppError('LK-ANSWER', `GitHub answered for ${what}: ${first.message.slice(0, 200)}`);
  const refused = optional.filter((field) =>
    errors.some(({ path, message }) => path?.includes(field) || message.includes(`'${field}'`)),
  );
  if (refused.length === 0) throw notAllowed(what);
  return refused;
}

const notAllowed = (what: string): AppError =>
  new AppError(
    'LK-CONNECTION',
    `${what} may not be read: give the App the permission "Members: read", or the token the scope "read:org"`,
  );
