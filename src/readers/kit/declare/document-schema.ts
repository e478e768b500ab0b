import { z } from 'zod';
import { KINDS } from '../../../kernel/observation.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { Fields } from './fields.ts';

const expression = z.string().min(1, 'is blank').max(300, 'is longer than 300 characters');
const SPEC = 'has to name where the value stands, or be a list of such names of which the first counts';
const spec = z.union([expression, z.array(expression).min(1).max(20)], SPEC);

/** `severity: level` is short for `severity: { of: level }`. */
const orObject = <Shape extends z.ZodType>(key: string, schema: Shape) =>
  z.preprocess(
    (told) => (typeof told === 'object' && told !== null && !Array.isArray(told) ? told : { [key]: told }),
    schema,
  );

const kindShape = {
  of: spec.optional(),
  words: z.record(z.string(), z.enum(KINDS)).optional(),
  otherwise: z.enum(KINDS),
};
const severityShape = {
  of: spec,
  words: z.record(z.string(), z.enum(SEVERITIES)).optional(),
  otherwise: z.enum(SEVERITIES).optional(),
  unrated: z.enum(SEVERITIES).optional(),
};
const packageShape = {
  type: spec.optional(),
  name: spec,
  namespace: spec.optional(),
  version: spec.optional(),
  fixed: spec.optional(),
  purl: spec.optional(),
  layer: spec.optional(),
  direct: spec.optional(),
  source: spec.optional(),
};
const webShape = {
  url: spec,
  method: spec.optional(),
  parameter: spec.optional(),
  evidence: spec.optional(),
};
const resourceShape = {
  id: spec,
  type: spec.optional(),
  account: spec.optional(),
  region: spec.optional(),
  host: spec.optional(),
  port: spec.optional(),
  protocol: spec.optional(),
};
const secretShape = { value: spec.optional(), verified: spec.optional() };
const toldShape = {
  of: spec,
  words: z.record(z.string(), z.enum(['suppressed', 'fixed', 'false-positive', 'accepted'])),
};
const skipShape = { of: spec, words: z.array(z.string()).min(1) };
const ruleTextShape = {
  name: spec.optional(),
  description: spec.optional(),
  help: spec.optional(),
  url: spec.optional(),
  references: spec.optional(),
  tags: spec.optional(),
};

/** The declared fields of a reader, with words where readers have functions. */
const fieldsShape = {
  kind: orObject('otherwise', z.strictObject(kindShape)),
  rule: spec,
  title: spec.optional(),
  message: spec.optional(),
  severity: orObject('of', z.strictObject(severityShape)).optional(),
  score: spec.optional(),
  vectors: spec.optional(),
  cwes: spec.optional(),
  vulnerabilities: spec.optional(),
  path: spec.optional(),
  line: spec.optional(),
  endLine: spec.optional(),
  column: spec.optional(),
  endColumn: spec.optional(),
  snippet: spec.optional(),
  symbol: spec.optional(),
  package: z.strictObject(packageShape).optional(),
  web: orObject('url', z.strictObject(webShape)).optional(),
  resource: orObject('id', z.strictObject(resourceShape)).optional(),
  secret: orObject('value', z.strictObject(secretShape)).optional(),
  externalId: spec.optional(),
  firstFoundAt: spec.optional(),
  references: spec.optional(),
  remediation: spec.optional(),
  epss: spec.optional(),
  exploited: spec.optional(),
  tags: spec.optional(),
  fingerprints: z.record(z.string(), spec).optional(),
  told: z.strictObject(toldShape).optional(),
  ruleText: z.strictObject(ruleTextShape).optional(),
  skip: z.strictObject(skipShape).optional(),
} satisfies Record<Exclude<keyof Fields, 'touch'>, z.ZodType>;

const documentShape = {
  tool: z.string().min(1).max(100),
  version: spec.optional(),
  form: z.enum(['csv', 'tsv', 'xlsx', 'json', 'ndjson', 'yaml', 'xml']),
  phase: z.enum(PHASES).optional(),
  each: spec.optional(),
  within: spec.optional(),
  fields: z.strictObject(fieldsShape),
};

export const documentSchema = z.strictObject(documentShape);
export type MappingDocument = z.infer<typeof documentSchema>;
export type DocumentSpec = z.infer<typeof spec>;

/** The words that each part of the document knows, by its path. */
export const KNOWN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': documentShape,
    fields: fieldsShape,
    'fields.kind': kindShape,
    'fields.severity': severityShape,
    'fields.package': packageShape,
    'fields.web': webShape,
    'fields.resource': resourceShape,
    'fields.secret': secretShape,
    'fields.told': toldShape,
    'fields.skip': skipShape,
    'fields.ruleText': ruleTextShape,
  }).map(([path, shape]) => [path, Object.keys(shape)]),
);
