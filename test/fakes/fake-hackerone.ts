import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeReport {
  id: string;
  title: string;
  state: string;
  asset?: string;
}

/** HackerOne's list of reports: programmes with their reports, pages, credentials, a limit. */
export async function fakeHackerone(programs: Record<string, FakeReport[]>) {
  const fake = { url: '', asked: [] as string[], limited: false, close: async () => {} };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://h1.example');
    fake.asked.push(`${url.pathname}?${url.searchParams}`);
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    const errors = (status: number, title: string) => answer(status, { errors: [{ status, title }] });
    if (fake.limited) return answer(429, {}, { 'retry-after': '120' });
    if (request.headers.authorization !== `Basic ${Buffer.from('id:secret').toString('base64')}`)
      return errors(401, 'Unauthorized');
    const reports = programs[url.searchParams.get('filter[program][]') ?? ''];
    if (url.pathname !== '/v1/reports' || !reports) return errors(404, 'Not found');
    const size = Number(url.searchParams.get('page[size]'));
    const from = (Number(url.searchParams.get('page[number]')) - 1) * size;
    answer(200, { data: reports.slice(from, from + size).map(reportOf), links: {} });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return fake;
}

const reportOf = ({ id, title, state, asset }: FakeReport) => ({
  id,
  type: 'report',
  attributes: {
    title,
    state,
    created_at: '2026-02-01T10:00:00.000Z',
    vulnerability_information: `Steps for ${title}`,
  },
  relationships: {
    weakness: { data: { attributes: { name: 'Open Redirect', external_id: 'cwe-601' } } },
    severity: { data: { attributes: { rating: 'medium' } } },
    ...(asset && { structured_scope: { data: { attributes: { asset_identifier: asset } } } }),
  },
});
