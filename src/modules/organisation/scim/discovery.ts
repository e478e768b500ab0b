import { GROUP_SCHEMA } from './group.ts';
import type { Resource } from './match.ts';
import { USER_SCHEMA } from './user.ts';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** The most of a list that one answer holds. */
export const MOST_RESULTS = 500;

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** What this server can do (RFC 7643 §5). */
export const serviceProviderConfig = (base: string): Resource => ({
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API token',
      description: 'A token with the scope scim, made by `lanekeeper token add`.',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

/** The kinds of resources (RFC 7643 §6). */
export const resourceTypes = (base: string): Resource[] => [
  typeOf('User', 'Users', 'A person', USER_SCHEMA, base),
  typeOf('Group', 'Groups', 'A team', GROUP_SCHEMA, base),
];

const typeOf = (id: string, path: string, description: string, schema: string, base: string): Resource => ({
  schemas: [TYPE],
  id,
  name: id,
  endpoint: `/${path}`,
  description,
  schema,
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
});

const attribute = (name: string, rest: Resource = {}): Resource => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...rest,
});
const several = (name: string, subAttributes: Resource[]): Resource =>
  attribute(name, { type: 'complex', multiValued: true, subAttributes });

const USER_ATTRIBUTES = [
  attribute('userName', { required: true, uniqueness: 'server' }),
  attribute('externalId', { caseExact: true }),
  attribute('displayName'),
  attribute('name', {
    type: 'complex',
    subAttributes: ['formatted', 'givenName', 'familyName'].map((name) => attribute(name)),
  }),
  attribute('active', { type: 'boolean' }),
  several('emails', [
    attribute('value', { required: true, uniqueness: 'server' }),
    attribute('type', { canonicalValues: ['work'] }),
    attribute('primary', { type: 'boolean' }),
  ]),
];

const GROUP_ATTRIBUTES = [
  attribute('displayName', { required: true, uniqueness: 'server' }),
  attribute('externalId', { caseExact: true }),
  several('members', [
    attribute('value', { mutability: 'immutable' }),
    attribute('$ref', { type: 'reference', referenceTypes: ['User'], mutability: 'readOnly' }),
    attribute('display', { mutability: 'readOnly' }),
    attribute('type', { canonicalValues: ['User'], mutability: 'readOnly' }),
  ]),
];

/** What of the core schemas is kept (RFC 7643 §7). */
export const schemas = (base: string): Resource[] => [
  schemaOf(USER_SCHEMA, 'User', USER_ATTRIBUTES, base),
  schemaOf(GROUP_SCHEMA, 'Group', GROUP_ATTRIBUTES, base),
];

const schemaOf = (id: string, name: string, attributes: Resource[], base: string): Resource => ({
  schemas: [SCHEMA],
  id,
  name,
  attributes,
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
});

/** @param startIndex counts from 1 */
export const listResponse = (resources: Resource[], total: number, startIndex: number): Resource => ({
  schemas: [LIST_SCHEMA],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
