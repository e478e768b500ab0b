import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import type { HttpResponse } from '../../../platform/client/client.ts';
import type { AlertSource, Alerts } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { listDocument } from '../../kit/list-document.ts';
import { nextPath } from '../../kit/next-link.ts';
import { hashOf, parseEtag, printEtag } from '../../kit/page-etag.ts';
import type { As, Github } from '../access.ts';
import { checkKey } from '../files.ts';
import { wordsOf } from '../issues/refused.ts';
import { ALERT_KINDS, type AlertKind } from '../settings.ts';

/** An alert goes to its reader as GitHub tells it. */
const alertsShape = z.array(z.looseObject({ number: z.number().int() })).max(1000);

/** A hundred alerts with all their texts. */
const MAX_PAGE_BYTES = 50_000_000;
/** 100 a page. */
const MAX_PAGES = 1000;
/** Oldest first: what is new comes at the end, and nothing is skipped while the pages are read. */
const WHOLE = 'sort=created&direction=asc&per_page=100';
/** The alert that changed last: while it is the same, nothing changed. */
const PROBE = 'sort=updated&direction=desc&per_page=1';

type Read = Awaited<ReturnType<Alerts['read']>>;

/** As `Alerts.read`. What was known yesterday is read again: an alert that was deleted changes no other. */
export async function readAlerts(github: Github, source: AlertSource, etag: string | null): Promise<Read> {
  const kind = kindOf(source);
  checkKey(source.target.key);
  const as = await github.asOf(source.target.key);
  const path = `/repos/${source.target.key}/${kind}/alerts`;
  const day = github.api.now().toISOString().slice(0, 10);
  const known = parseEtag(etag, day);
  const probe = await github.ask(as, `${path}?${PROBE}`, { etag: known?.http ?? null });
  if (probe.status === 304) return 'unchanged';
  if (isOff(probe)) return 'gone';
  const content = hashOf(alertsIn(github, kind, source, probe));
  if (known?.content === content) return 'unchanged';
  return {
    etag: printEtag({ sources: day, content, http: probe.headers.get('etag') }),
    pieces: listDocument(pages(github, as, kind, source, `${path}?${WHOLE}`)),
  };
}

function kindOf({ kind }: AlertSource): AlertKind {
  const known = ALERT_KINDS.find((one) => one === kind);
  if (!known) throw new AppError('LK-VALIDATION', `GitHub has no alerts of the kind ${kind.slice(0, 50)}`);
  return known;
}

async function* pages(
  github: Github,
  as: As,
  kind: AlertKind,
  source: AlertSource,
  first: string,
): AsyncGenerator<unknown[]> {
  let path: string | null = first;
  for (let page = 0; path !== null; page++) {
    // A report that is cut would say that the rest is fixed.
    if (page === MAX_PAGES) throw new AppError('LK-ANSWER', 'the list of alerts does not end');
    const response: HttpResponse = await github.ask(as, path, { maxResponseBytes: MAX_PAGE_BYTES });
    yield alertsIn(github, kind, source, response);
    path = nextPath('GitHub', github.api.base, path, response.headers.get('link'));
  }
}

function alertsIn(github: Github, kind: AlertKind, { target }: AlertSource, response: HttpResponse) {
  if (response.status === 200) return read(github.api, `alerts of ${target.key}`, response, alertsShape);
  const said = wordsOf(response);
  const lacks = /not accessible by|admin rights/i.test(said)
    ? `: the permission "${PERMISSIONS[kind]}: read" is missing`
    : '';
  throw new AppError('LK-REFUSED', `GitHub does not show ${kind} of ${target.key}: ${said}${lacks}`, {
    detail: { status: response.status, repository: target.key },
  });
}

const PERMISSIONS: Readonly<Record<AlertKind, string>> = {
  'code-scanning': 'Code scanning alerts',
  'secret-scanning': 'Secret scanning alerts',
  dependabot: 'Dependabot alerts',
};

/**
 * Not switched on, or the repository is not to be seen: 404 "no analysis found", 404 "Secret scanning is disabled on this
 * repository.", 403 "Dependabot alerts are disabled for this repository.", 403 "Advanced Security must be enabled …".
 */
const isOff = (response: HttpResponse): boolean =>
  response.status === 404 ||
  response.status === 451 ||
  (response.status === 403 && /disabled|must be enabled|not enabled|archived/i.test(wordsOf(response)));
