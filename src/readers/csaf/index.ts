import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { openCsaf } from './statements.ts';

/** CSAF 2.0 and 2.1: advisories and VEX documents of makers. https://docs.oasis-open.org/csaf/csaf/v2.0/ */
export const reader: Reader = {
  card: {
    id: 'csaf',
    name: 'CSAF',
    homepage: 'https://www.csaf.io',
    aliases: ['csaf_vex'],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce: 'download the advisory (JSON) from the maker’s page',
    versions: ['2.0', '2.1'],
    goodAt: 'what a maker says of its own products, also what does not affect them',
    misses: 'which of the products you have',
    noise: 'every product and version of the maker',
  },
  recognise: bySigns({ form: 'json-object', keys: ['document'], all: [/"csaf_version"\s*:/] }),
  mapping: { form: 'json', each: ['vulnerabilities[]'], open: openCsaf },
};
