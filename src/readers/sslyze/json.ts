import { asList, asRecord, type Json, num, str } from '../kit/values.ts';
import type { JsonMapping } from '../reader.ts';
import { type Target, tellTarget } from './target.ts';

const PROTOCOLS = {
  ssl_2_0: 'SSL 2.0',
  ssl_3_0: 'SSL 3.0',
  tls_1_0: 'TLS 1.0',
  tls_1_1: 'TLS 1.1',
  tls_1_2: 'TLS 1.2',
  tls_1_3: 'TLS 1.3',
};

export const json: JsonMapping = {
  form: 'json',
  each: ['server_scan_results[]'],
  open(shell, sink) {
    sink.tool('SSLyze', str(asRecord(shell)['sslyze_version']));
    return ({ value }) => {
      const target = targetOf(asRecord(value));
      if (target !== undefined) tellTarget(target, sink);
    };
  },
};

/** Version 5 holds each result in an envelope that says how the command ended; versions 3 and 4 do not. */
function targetOf(server: Json): Target | undefined {
  const location = asRecord(server['server_location'] ?? asRecord(server['server_info'])['server_location']);
  const host = str(location['hostname']) ?? str(location['ip_address']);
  if (host === undefined) return undefined;
  const results = asRecord(server['scan_result'] ?? server['scan_commands_results']);
  const result = (name: string): Json => {
    const told = asRecord(results[name]);
    return 'result' in told && 'status' in told ? asRecord(told['result']) : told;
  };
  const renegotiation = result('session_renegotiation');
  return {
    host,
    address: str(location['ip_address']),
    port: num(location['port']),
    heartbleed: result('heartbleed')['is_vulnerable_to_heartbleed'] === true,
    ccsInjection: result('openssl_ccs_injection')['is_vulnerable_to_ccs_injection'] === true,
    robot: str(result('robot')['robot_result'])?.startsWith('VULNERABLE') === true,
    compression: result('tls_compression')['supports_compression'] === true,
    renegotiation:
      renegotiation['accepts_client_renegotiation'] === true ||
      renegotiation['is_vulnerable_to_client_renegotiation_dos'] === true ||
      renegotiation['supports_secure_renegotiation'] === false,
    accepted: new Map(
      Object.entries(PROTOCOLS).map(([key, name]) => [name, suitesOf(result(`${key}_cipher_suites`))]),
    ),
    certificates: asList(result('certificate_info')['certificate_deployments'])
      .map(asRecord)
      .flatMap(problemsOf),
  };
}

const suitesOf = (result: Json): string[] =>
  asList(result['accepted_cipher_suites']).flatMap(
    (one) => str(asRecord(asRecord(one)['cipher_suite'])['name']) ?? [],
  );

function problemsOf(deployment: Json): string[] {
  const problems = asList(deployment['path_validation_results']).map(asRecord).flatMap(pathProblem);
  if (deployment['leaf_certificate_subject_matches_hostname'] === false)
    problems.push('certificate does not match the name of the host');
  if (deployment['received_chain_has_valid_order'] === false)
    problems.push('the certificates of the chain are not in order');
  if (deployment['verified_chain_has_sha1_signature'] === true)
    problems.push('a certificate of the chain is signed with SHA-1');
  if (deployment['verified_chain_has_legacy_symantec_anchor'] === true)
    problems.push('the chain ends at an authority of Symantec that is no longer trusted');
  return problems;
}

function pathProblem(path: Json): string[] {
  const error = str(path['openssl_error_string']) ?? str(path['validation_error']);
  if (error === undefined && path['was_validation_successful'] !== false) return [];
  const store = asRecord(path['trust_store']);
  return [`${error ?? 'not valid'} for trust store ${str(store['name'])}, version ${str(store['version'])}`];
}
