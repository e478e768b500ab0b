import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { fields } from './fields.ts';

const FORMAT = /"SchemaVersion"\s*:\s*"2018-10-08"/;

/** The AWS Security Finding Format, which Security Hub and the tools that report to it share. */
export const reader: Reader = {
  card: {
    id: 'asff',
    name: 'AWS Security Hub',
    homepage: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html',
    aliases: [
      'awssecurityhub',
      'AWS Security Hub Scan',
      'AWS Security Finding Format (ASFF) Scan',
      'securityhub',
    ],
    kinds: ['cloud', 'container', 'dependency', 'host'],
    phase: 'production',
    produce: 'aws securityhub get-findings --output json > securityhub.json',
    versions: ['2018-10-08'],
    goodAt: 'settings of AWS accounts, gathered from many services',
    misses: 'other clouds, and regions where it is not enabled',
    noise: 'one setting told once for every standard that asks for it',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['Findings'], all: [FORMAT, /"ProductArn"\s*:/] },
    { form: 'json-object', keys: ['findings'], all: [FORMAT, /"ProductArn"\s*:/] },
    { form: 'json-array', keys: ['SchemaVersion', 'ProductArn', 'GeneratorId'] },
  ),
  mapping: jsonMapping({ each: ['Findings[]', 'findings[]', '[]'], fields, once: 'Id' }),
};
