import { z } from 'zod';
import type { TargetRef } from '../../kernel/finding.ts';
import type { AlertSource, Alerts, ConnectorContext } from '../connector.ts';
import { type Api, ask, read } from '../kit/api.ts';
import type { HackeroneProgram, HackeroneSettings } from './settings.ts';

/** The most that a page may have ("Pagination"). */
const PAGE_SIZE = 100;
/** Reports of a page with all their texts. */
const MAX_PAGE_BYTES = 50_000_000;
/** 600 reads a minute are allowed ("Rate limits"). */
const PER_SECOND = 9;

const KIND = 'reports';

/** Only what tells which target a report is about; all else goes to the reader as it came. */
const report = z.looseObject({
  id: z.string(),
  relationships: z
    .looseObject({
      structured_scope: z
        .looseObject({
          data: z.looseObject({ attributes: z.looseObject({ asset_identifier: z.string() }) }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
const page = z.looseObject({ data: z.array(report) });
type Report = z.infer<typeof report>;

const apiOf = ({ settings, client, now }: ConnectorContext<HackeroneSettings>): Api => ({
  name: 'HackerOne',
  base: settings.url,
  client,
  now,
  perSecond: PER_SECOND,
});

/** HTTP basic: the API token's identifier and its value ("Authentication"). */
const headersOf = ({ secrets }: ConnectorContext<HackeroneSettings>): Record<string, string> => ({
  accept: 'application/json',
  authorization: `Basic ${Buffer.from(`${secrets['identifier'] ?? ''}:${secrets['token'] ?? ''}`).toString('base64')}`,
});

/** A page of a programme's reports, oldest first. Source: `GET /v1/reports`. */
export async function readReports(
  context: ConnectorContext<HackeroneSettings>,
  handle: string,
  number: number,
  size = PAGE_SIZE,
): Promise<Report[]> {
  const query = new URLSearchParams({
    'filter[program][]': handle,
    'page[number]': String(number),
    'page[size]': String(size),
    sort: 'reports.created_at',
  });
  const api = apiOf(context);
  const response = await ask(api, `/v1/reports?${query}`, {
    headers: headersOf(context),
    maxResponseBytes: MAX_PAGE_BYTES,
  });
  return read(api, `the reports of ${handle}`, response, page).data;
}

/** Reports of bounty programmes: one source for each target of a programme. */
export const reportsOf = (context: ConnectorContext<HackeroneSettings>): Alerts => ({
  async *sources() {
    for (const program of context.settings.programs) yield* sourcesOf(program);
  },
  async read(source) {
    const programs = context.settings.programs.filter((program) =>
      targetsOf(program).some((target) => isSame(target, source.target)),
    );
    if (programs.length === 0) return 'gone';
    return { etag: null, pieces: document(context, programs, source.target) };
  },
});

function* sourcesOf(program: HackeroneProgram): Generator<AlertSource> {
  for (const target of targetsOf(program))
    yield { kind: KIND, tool: 'hackerone', target, repositoryId: null };
}

const targetsOf = ({ target, assets }: HackeroneProgram): TargetRef[] => [target, ...Object.values(assets)];
const isSame = (a: TargetRef, b: TargetRef): boolean => a.kind === b.kind && a.key === b.key;

/** Whose finding a report is. */
function targetOf({ assets, target }: HackeroneProgram, { relationships }: Report): TargetRef {
  const asset = relationships?.structured_scope?.data?.attributes.asset_identifier;
  return asset !== undefined && Object.hasOwn(assets, asset) ? assets[asset]! : target;
}

/** The API's own form with the reports of one target, a page of them in memory at a time. */
async function* document(
  context: ConnectorContext<HackeroneSettings>,
  programs: readonly HackeroneProgram[],
  target: TargetRef,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"data":[');
  let first = true;
  for (const program of programs) {
    for (let number = 1; ; number++) {
      const reports = await readReports(context, program.handle, number);
      for (const one of reports) {
        if (!isSame(targetOf(program, one), target)) continue;
        yield Buffer.from(`${first ? '' : ','}${JSON.stringify(one)}`);
        first = false;
      }
      if (reports.length < PAGE_SIZE) break;
    }
  }
  yield Buffer.from('],"links":{"self":"https://api.hackerone.com/v1/reports"}}');
}
