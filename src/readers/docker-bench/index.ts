import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Docker Bench for Security's JSON. */
export const reader: Reader = {
  card: {
    id: 'docker-bench',
    name: 'Docker Bench for Security',
    homepage: 'https://github.com/docker/docker-bench-security',
    aliases: ['dockerbench', 'docker_bench_security'],
    kinds: ['config'],
    phase: 'production',
    produce: 'sudo sh docker-bench-security.sh -l docker-bench.log',
    versions: ['1.3', '1.5', '1.6'],
    goodAt: 'how a Docker host and its containers are set up',
    misses: 'what is inside the images',
    noise: 'audit rules on hosts that are thrown away',
  },
  recognise: bySigns({ form: 'json-object', keys: ['dockerbenchsecurity', 'tests'] }),
  mapping: jsonMapping({
    each: ['tests[]'],
    within: ['results[]'],
    fields: {
      kind: 'config',
      rule: 'id',
      title: 'desc',
      message: 'details',
      // The tool does not rate; a warning is a check of the benchmark that failed.
      severity: { of: 'result', words: { WARN: 'high' } },
      fingerprints: { 'docker-bench': 'id' },
      remediation: 'remediation',
      tags: '^desc',
      ruleText: { name: 'desc', help: 'remediation' },
      skip: (told) =>
        textOf('result', told) === 'WARN'
          ? undefined
          : 'Checks that passed, notes and checks that a person has to do were left out.',
    },
  }),
};
