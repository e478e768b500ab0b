import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeS3 {
  endpoint: string;
  objects: Map<string, { body: Buffer; at: Date }>;
  /** Requests answered, as `METHOD path`. */
  seen: string[];
  /** Answers the next requests with this status instead. */
  failNext(count: number, status: number): void;
  close(): Promise<void>;
}

const ACCESS = { accessKey: 'test-access', secretKey: 'test-secret', region: 'eu-test-1', bucket: 'reports' };
export const fakeS3Access = ACCESS;
const PAGE = 2;

/**
 * A small S3: objects of one bucket, pages of two, and every signature checked (SigV4, computed here on its
 * own from the specification), the body's hash and its length included.
 */
export async function fakeS3(): Promise<FakeS3> {
  const objects: FakeS3['objects'] = new Map();
  const seen: string[] = [];
  let failing = { count: 0, status: 0 };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const url = new URL(request.url!, 'http://s3');
    seen.push(`${request.method} ${url.pathname}`);
    const answer = (status: number, text: string | Buffer = '', headers = {}) =>
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : text);
    if (failing.count-- > 0) return answer(failing.status, '<Error><Code>SlowDown</Code></Error>');
    const objection = objectionTo(request, url, body);
    if (objection) return answer(403, `<Error><Code>${objection}</Code></Error>`);
    const key = url.pathname.slice(ACCESS.bucket.length + 2);
    if (key === '') return answer(200, list(objects, url.searchParams));
    if (request.method === 'PUT') {
      objects.set(key, { body, at: new Date() });
      return answer(200);
    }
    const object = objects.get(key);
    if (request.method === 'DELETE') {
      objects.delete(key);
      return answer(204);
    }
    if (!object) return answer(404, '<Error><Code>NoSuchKey</Code></Error>');
    return answer(200, object.body, {
      'content-length': object.body.length,
      'last-modified': object.at.toUTCString(),
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    seen,
    failNext: (count, status) => {
      failing = { count, status };
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

function list(objects: FakeS3['objects'], query: URLSearchParams): string {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const contents = keys.slice(from, from + PAGE).map((key) => {
    const { body, at } = objects.get(key)!;
    return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`;
  });
  const next =
    from + PAGE < keys.length ? `<NextContinuationToken>${from + PAGE}</NextContinuationToken>` : '';
  return `<ListBucketResult>${contents.join('\n')}${next}</ListBucketResult>`;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** What S3 would answer to a request that is not signed as it must be; null when it is. */
function objectionTo(request: IncomingMessage, url: URL, body: Buffer): string | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (!match) return 'AccessDenied';
  const [, access, day, region, names, signature] = match as unknown as string[];
  if (access !== ACCESS.accessKey || region !== ACCESS.region) return 'InvalidAccessKeyId';
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  if (bodyHash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  if (request.method === 'PUT' && Number(request.headers['content-length']) !== body.length)
    return 'MissingContentLength';
  if (!names!.split(';').includes('host') || !names!.includes('x-amz-content-sha256')) return 'AccessDenied';
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const headers = names!.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, bodyHash].join(
    '\n',
  );
  const at = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${ACCESS.secretKey}`, day!), region!));
  return hmac(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
