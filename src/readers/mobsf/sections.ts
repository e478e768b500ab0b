import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import {
  certificate,
  code,
  hardening,
  manifest,
  network,
  permission,
  scanned,
  scannedSecret,
} from './fields.ts';

interface Section {
  within: (told: Told) => readonly string[];
  fields: Fields;
}

const flat: Section['within'] = () => [];
const FILES = ['files{}'];
const NESTED = ['{}', 'files{}'];
/** Since version 3.4 the rules of a section stand below `findings`, beside a summary. */
const byFile: Section['within'] = ({ key }) => (key === 'findings' ? NESTED : FILES);
const SCANNED = ['files[]?'];
const CHECKS = ['nx|pie|stack_canary|relocation_readonly|rpath|runpath|fortify|symbol'];

/** Parts of a report that tell weaknesses; the others describe the app. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  'results{}': { within: () => SCANNED, fields: scanned },
  'code_analysis{}': { within: byFile, fields: code },
  'android_api{}': { within: byFile, fields: code },
  'ios_api{}': { within: byFile, fields: code },
  'permissions{}': { within: flat, fields: permission },
  'manifest_analysis[]': { within: flat, fields: manifest },
  'manifest_analysis.manifest_findings[]': { within: flat, fields: manifest },
  'binary_analysis[]': { within: () => CHECKS, fields: hardening },
  'binary_analysis.findings{}': { within: flat, fields: hardening },
  'certificate_analysis.certificate_findings[]': { within: flat, fields: certificate },
  'network_security.network_findings[]': { within: flat, fields: network },
  'ats_analysis.ats_findings[]': { within: flat, fields: network },
};

const NOTHING: Fields = { kind: 'code', rule: () => undefined };

const SECRET = /hardcoded|secret|password|api_?key/;

export function fieldsOf({ from, value, up }: Told): Fields {
  const fields = SECTIONS[from ?? '']?.fields ?? NOTHING;
  return fields === scanned && value !== undefined && SECRET.test(String(up?.key)) ? scannedSecret : fields;
}
