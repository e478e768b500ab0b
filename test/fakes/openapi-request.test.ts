import { expect, it } from 'vitest';
import { requestsOf } from './openapi-request.ts';

const id = { type: 'integer' };
const api = requestsOf({
  paths: {
    '/issues/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true, schema: id }] } },
    '/issues/mine': { get: { parameters: [{ name: 'page', in: 'query', schema: id }] } },
    '/issues': {
      post: {
        parameters: [{ name: 'notify', in: 'query', required: true, schema: { type: 'boolean' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Issue' } } },
        },
      },
    },
    '/chat.post': {
      post: {
        parameters: [
          { name: 'channel', in: 'formData', required: true, type: 'string' },
          { name: 'mrkdwn', in: 'formData', type: 'boolean' },
        ],
      },
    },
  },
  components: {
    schemas: {
      Issue: {
        type: 'object',
        additionalProperties: false,
        required: ['title'],
        properties: {
          title: { type: 'string' },
          parent: { $ref: '#/components/schemas/Issue', nullable: true },
        },
      },
    },
  },
} as Parameters<typeof requestsOf>[0]);
const check = (method: string, path: string, body?: unknown) => {
  const url = new URL(path, 'http://x');
  return api.check(method, url.pathname, url.searchParams, body);
};

it('the check of requests knows paths, queries and bodies, and says what it objects to', () => {
  expect(check('GET', '/issues/12')).toEqual([]);
  expect(check('GET', '/issues/mine?page=2')).toEqual([]);
  expect(check('GET', '/issues/mine?page=x&of=2')).toHaveLength(2);
  expect(check('GET', '/issue')).toEqual(['GET /issue is not described']);
  expect(check('PUT', '/issues')).toEqual(['PUT /issues is not described']);
  expect(check('POST', '/issues?notify=true', { title: 'a', parent: { title: 'b' } })).toEqual([]);
  expect(check('POST', '/issues?notify=true')).toEqual(['the body is missing']);
  expect(check('POST', '/issues', { title: 1, more: 2 })).toHaveLength(3);
});

it('fields of a form are checked, too', () => {
  expect(check('POST', '/chat.post', { channel: 'C1', mrkdwn: 'true' })).toEqual([]);
  expect(check('POST', '/chat.post', { mrkdwn: 'perhaps', text: 'x' })).toEqual([
    'field text is not described',
    'field channel is missing',
    'field mrkdwn is not as described: perhaps',
  ]);
});
