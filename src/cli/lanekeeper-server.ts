import { problem } from '../contract/shapes.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '../kernel/errors.ts';

/** The server that commands talk to. */
export interface Server {
  url: string;
  token: string | undefined;
}

export const serverOf = (environment: NodeJS.ProcessEnv): Server => ({
  url: (
    environment['LANEKEEPER_URL'] ??
    `http://localhost:${environment['LANEKEEPER_PORT'] ?? environment['PORT'] ?? 8080}`
  ).replace(/\/$/, ''),
  token: environment['LANEKEEPER_TOKEN'],
});

/** @throws AppError as the server told it; LK-SERVER when it does not answer or not as we know it */
export async function call(
  server: Server,
  path: string,
  init: RequestInit & { duplex?: 'half' },
): Promise<unknown> {
  const headers = new Headers(init.headers);
  if (server.token) headers.set('authorization', `Bearer ${server.token}`);
  let response: Response;
  try {
    response = await fetch(`${server.url}${path}`, { ...init, headers });
  } catch (cause) {
    throw new AppError('LK-SERVER', `${server.url} does not answer`, { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const told = problem.safeParse(body);
  if (!told.success) throw new AppError('LK-SERVER', `${server.url} answered ${response.status}`);
  const code = told.data.code in ERROR_CODES ? (told.data.code as ErrorCode) : 'LK-SERVER';
  throw new AppError(code, told.data.detail);
}
