import { AwsV4Signer } from 'aws4fetch';
import { AppError } from '../../kernel/errors.ts';

/** What is needed of `fetch`; the HTTP client's own fits. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface S3Settings {
  /** `https://s3.eu-west-1.amazonaws.com` or the address of a compatible store. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** Folder for blobs too large to be sent from memory; the system's temporary folder if not given. */
  spoolFolder?: string;
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Empty for the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer> | Blob;
  /** SHA-256 of the body in hex: it is signed, so the store refuses bytes that changed on the way. */
  bodyHash?: string;
  /** Statuses that are answers; every other is an error. */
  expect: number[];
}

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Signed requests (SigV4) to one bucket, path-style. @throws AppError LK-BLOB, with the store's own code */
export function s3Requests(settings: S3Settings, fetch: Fetch): (request: S3Request) => Promise<Response> {
  const bucket = `${settings.endpoint.replace(/\/+$/, '')}/${settings.bucket}`;
  // Signing keys hold for a day; deriving one takes four hashes.
  const cache = new Map<string, ArrayBuffer>();
  return async ({ method, key, query = {}, body, bodyHash = EMPTY_HASH, expect }) => {
    const search = new URLSearchParams(query).toString();
    const url = `${bucket}${key ? `/${key}` : ''}${search ? `?${search}` : ''}`;
    const signed = await new AwsV4Signer({
      method,
      url,
      headers: { 'x-amz-content-sha256': bodyHash },
      accessKeyId: settings.accessKey,
      secretAccessKey: settings.secretKey,
      service: 's3',
      region: settings.region,
      cache,
    }).sign();
    const init: RequestInit = { method, headers: signed.headers };
    if (body) init.body = body;
    const response = await fetch(signed.url.toString(), init).catch((cause) => {
      throw new AppError('LK-BLOB', `the blob store does not answer: ${(cause as Error).message}`, { cause });
    });
    if (expect.includes(response.status)) return response;
    const text = await response.text().catch(() => '');
    const reason = /<Code>([\w.]+)<\/Code>/.exec(text)?.[1] ?? '';
    throw new AppError('LK-BLOB', `the blob store answers ${response.status} ${reason}`.trim());
  };
}
