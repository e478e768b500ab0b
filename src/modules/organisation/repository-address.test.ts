import { expect, it } from 'vitest';
import { repositoryAddress } from './repository-address.ts';

it.each([
  ['https://git.example/acme/pay', 'git.example', 'acme/pay'],
  ['https://user:x@Git.Example:8443/Acme/Pay.git/', 'git.example', 'acme/pay'],
  ['git@git.example:acme/pay.git', 'git.example', 'acme/pay'],
  ['ssh://git@git.example/acme/group/pay', 'git.example', 'acme/group/pay'],
  ['git+https://git.example/acme/pay.git#v1', 'git.example', 'acme/pay'],
  ['https://git.example/acme/pay/tree/main/services/api', 'git.example', 'acme/pay'],
  ['https://git.example/acme/pay/-/blob/main/Dockerfile', 'git.example', 'acme/pay'],
  ['acme/pay', null, 'acme/pay'],
  ['pay', null, 'pay'],
])('the repository in %s is found', (told, host, name) =>
  expect(repositoryAddress(told)).toEqual({ host, name }),
);

it.each(['', 'https://git.example', 'https://git.example/acme', 'see our wiki', 'a:b', '/', 'https://'])(
  'there is none in %j',
  (told) => expect(repositoryAddress(told)).toBeNull(),
);

it('is told at once, however long the text', () => {
  const begun = performance.now();
  repositoryAddress(`https://${'a/'.repeat(200_000)} `);
  repositoryAddress(`${'git+'.repeat(100_000)}x`);
  repositoryAddress(`${'/tree'.repeat(100_000)}`);
  expect(performance.now() - begun).toBeLessThan(500);
});
