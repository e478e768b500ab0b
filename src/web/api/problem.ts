import { type Problem, problem } from '../../contract/shapes.ts';
import { t } from '../texts/t.ts';

/** A request that was not served, in the words of RFC 9457; `help` says what to do. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly help: string;

  constructor({ status, code, title, detail, help }: Omit<Problem, 'type' | 'instance'>) {
    super(detail || title);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.help = help;
  }
}

/** Reads the problem out of an answer; also of one that did not come from Lanekeeper (a proxy's page). */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const told = problem.safeParse(body);
  if (told.success) return new ApiProblem(told.data);
  return new ApiProblem({
    status: response.status,
    code: 'LK-SERVER',
    title: t('The server did not answer as expected'),
    detail: t('The server answered {status} without an explanation.', { status: response.status }),
    help: t('Try again in a moment. If it stays, tell whoever runs Lanekeeper.'),
  });
}

export const unreachable = () =>
  new ApiProblem({
    status: 0,
    code: 'LK-NETWORK',
    title: t('The server cannot be reached'),
    detail: t('The server cannot be reached.'),
    help: t('Check your connection, then try again. Nothing you entered is lost.'),
  });

export const unexpectedShape = (path: string) =>
  new ApiProblem({
    status: 200,
    code: 'LK-BUG',
    title: t('The answer cannot be read'),
    detail: t('The answer of {path} has a shape this page does not know.', { path }),
    help: t('Load the page again: it may be older than the server.'),
  });
