import { jsonMapping, tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { native, nativeTable, sameRow } from './native.ts';
import { ocsf } from './ocsf.ts';
import { old, oldTable } from './old.ts';

/** Prowler, all generations: 2 (rows and lines of JSON), 3 (a list), 4 and 5 (OCSF, rows with semicolons). */
export const reader: Reader = {
  card: {
    id: 'prowler',
    name: 'Prowler',
    homepage: 'https://prowler.com',
    aliases: ['Prowler Scan', 'aws_prowler', 'AWS Prowler Scan', 'aws_prowler_v3plus', 'AWS Prowler V3'],
    kinds: ['cloud'],
    phase: 'production',
    produce: 'prowler aws --output-formats json-ocsf csv',
    versions: ['2', '3', '4', '5'],
    goodAt: 'settings of AWS, Azure, Google Cloud and Kubernetes',
    misses: 'what runs inside of machines and images',
    noise: 'checks that a person has to answer (MANUAL)',
  },
  recognise: bySigns(
    { form: 'json-array', keys: ['FindingUniqueId', 'CheckID', 'StatusExtended'] },
    {
      form: ['json-array', 'json-object'],
      keys: ['finding_info', 'status_code'],
      all: [/"name"\s*:\s*"Prowler"/],
    },
    { form: 'json-object', keys: ['Account Number', 'Control', 'Control ID'] },
    { form: 'text', headers: ['CHECK_RESULT', 'CHECK_RESULT_EXTENDED', 'CHECK_SEVERITY'] },
    { form: 'text', headers: ['FINDING_UID', 'CHECK_ID', 'STATUS_EXTENDED', 'MUTED'] },
    { form: 'text', headers: ['FINDING_UNIQUE_ID', 'CHECK_ID', 'STATUS_EXTENDED'] },
  ),
  mapping: [
    jsonMapping({
      each: ['[]'],
      lines: true,
      fields: (told) => {
        if (textOf('FindingUniqueId', told) !== undefined) return native;
        return textOf('metadata.event_code', told) === undefined ? old : ocsf;
      },
    }),
    tableMapping({
      fields: (told) => (textOf('CHECK_RESULT', told) === undefined ? nativeTable : oldTable),
      once: sameRow,
    }),
  ],
};
