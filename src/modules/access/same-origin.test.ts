import { expect, it } from 'vitest';
import { originOf } from './same-origin.ts';

const OWN = 'https://lanekeeper.example';

it.each([
  ['our page, as the browser says', { 'sec-fetch-site': 'same-origin' }, 'same'],
  ['another site, whatever origin it claims', { 'sec-fetch-site': 'cross-site', origin: OWN }, 'cross'],
  ['a sibling host', { 'sec-fetch-site': 'same-site' }, 'cross'],
  ['a typed address', { 'sec-fetch-site': 'none' }, 'cross'],
  ['our public address behind a proxy', { origin: OWN, host: '10.0.0.1:8080' }, 'same'],
  ['the host that was asked', { origin: 'http://localhost:8080', host: 'localhost:8080' }, 'same'],
  ['another port of the same host', { origin: 'http://localhost:9999', host: 'localhost:8080' }, 'cross'],
  ['a sandboxed frame', { origin: 'null', host: 'localhost:8080' }, 'cross'],
  ['a sandboxed frame that names no host', { origin: 'null' }, 'cross'],
  ['a program', { host: 'localhost:8080' }, 'unknown'],
] as const)('a request from %s', (_name, headers, expected) => {
  expect(originOf(headers, OWN)).toBe(expected);
});
