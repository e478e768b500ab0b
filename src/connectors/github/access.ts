import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, type Question, read } from '../kit/api.ts';
import { nextPath } from '../kit/next-link.ts';
import { ACCEPT, type App, appJwt, appOf, forgetToken, installationToken } from './app-token.ts';
import { apiBase, type GithubSettings, perSecondAt } from './settings.ts';
import { type Installation, installationShape, installationsShape } from './shapes.ts';

/** In whose name something is asked: the App itself, one of its installations, or the token. */
export type As = 'app' | 'token' | { installation: number };

/** GitHub, asked with the right credentials. */
export interface Github {
  api: Api;
  settings: GithubSettings;
  app: App | null;
  ask(as: As, path: string, question?: Partial<Question>): Promise<HttpResponse>;
  /** Of the App, oldest first; read once. */
  installations(): Promise<Installation[]>;
  /** Who may read a repository. */
  asOf(repositoryKey: string): Promise<As>;
}

/** @throws AppError LK-CONNECTION when neither a token nor an App's key is there */
export function githubOf(context: ConnectorContext<GithubSettings>): Github {
  const { settings, secrets, client, now } = context;
  const base = apiBase(settings.url);
  const api: Api = { name: 'GitHub', base, client, now, perSecond: perSecondAt(base) };
  const app = settings.appId !== null ? appOf(settings.appId, secrets['privateKey'] ?? '') : null;
  if (!app && !secrets['token'])
    throw new AppError('LK-CONNECTION', 'a token, or an App id with its private key, is missing');
  const asked = async (as: As, path: string, question: Partial<Question> = {}): Promise<HttpResponse> => {
    const authorization = `Bearer ${await credential(api, app, secrets['token'], as)}`;
    const type: Record<string, string> =
      question.body === undefined ? {} : { 'content-type': 'application/json' };
    return ask(api, path, {
      ...question,
      headers: { ...ACCEPT, ...type, ...question.headers, authorization },
    });
  };
  const github: Github = {
    api,
    settings,
    app,
    ask: (as, path, question) =>
      asked(as, path, question).catch(async (error) => {
        // A token that was taken back before its time: a new one is asked for, once.
        if (!app || typeof as === 'string' || !isRefused(error)) throw error;
        forgetToken(api, app, as.installation);
        return asked(as, path, question);
      }),
    installations: once(() => readInstallations(github)),
    asOf: (key) => installationOf(github, key),
  };
  return github;
}

const isRefused = (error: unknown): boolean => error instanceof AppError && error.detail?.['status'] === 401;

async function credential(api: Api, app: App | null, token: string | undefined, as: As): Promise<string> {
  if (app && as === 'app') return appJwt(app, api.now());
  if (app && typeof as === 'object') return installationToken(api, app, as.installation);
  return token ?? '';
}

/** 100 a page; an App in more organisations than this is nobody's. */
const MAX_PAGES = 50;

async function readInstallations(github: Github): Promise<Installation[]> {
  const found: Installation[] = [];
  let path: string | null = '/app/installations?per_page=100';
  for (let page = 0; path !== null && page < MAX_PAGES; page++) {
    const response: HttpResponse = await github.ask('app', path);
    found.push(...read(github.api, 'the installations of the App', response, installationsShape));
    path = nextPath('GitHub', github.api.base, path, response.headers.get('link'));
  }
  return found.sort((a, b) => a.id - b.id);
}

export const accountOf = ({ account }: Installation): string => account?.login ?? account?.slug ?? '';

async function installationOf(github: Github, repositoryKey: string): Promise<As> {
  if (!github.app) return 'token';
  const owner = repositoryKey.split('/')[0]!.toLowerCase();
  const known = (await github.installations()).find((one) => accountOf(one).toLowerCase() === owner);
  if (known) return { installation: known.id };
  const response = await github.ask('app', `/repos/${repositoryKey}/installation`);
  if (response.status !== 200)
    throw new AppError('LK-CONNECTION', `the App is not installed for ${repositoryKey}`, {
      detail: { repository: repositoryKey },
    });
  return { installation: read(github.api, 'an installation', response, installationShape).id };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= work().catch((error) => {
      started = undefined;
      throw error;
    });
    return started;
  };
}
