import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import type { Reader } from '../reader.ts';
import { fieldsOf, SECTIONS } from './sections.ts';

/** MobSF's report of an app, and that of mobsfscan for its source. */
export const reader: Reader = {
  card: {
    id: 'mobsf',
    name: 'MobSF',
    homepage: 'https://mobsf.github.io/docs/',
    aliases: ['MobSF Scan', 'Mobsfscan Scan', 'mobsfscan'],
    kinds: ['code', 'config', 'secret'],
    phase: 'test',
    produce: 'mobsfscan --json -o mobsf.json .',
    versions: ['3.0', '3.7', 'mobsfscan 0.0.8'],
    goodAt: 'permissions, manifests, binaries and code of mobile apps',
    misses: 'what the app talks to',
    noise: 'permissions that every app asks for; calls that are only listed',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['mobsfscan_version', 'results'] },
    { form: 'json-object', keys: ['file_name', 'app_name', 'app_type', 'md5', 'sha256'] },
  ),
  mapping: jsonMapping({
    tool: { name: '=MobSF', version: ['version', 'mobsfscan_version'] },
    each: Object.keys(SECTIONS),
    within: (told: Told) => SECTIONS[told.from ?? '']?.within(told) ?? [],
    fields: fieldsOf,
  }),
};
