// Made from the cards of the readers by `npm run generate`; do not edit.
import type { ReaderEntry } from './reader.ts';

export const ENTRIES: readonly ReaderEntry[] = [
  { id: 'bandit', aliases: [], load: async () => (await import('./bandit/index.ts')).reader },
  { id: 'bundler-audit', aliases: [], load: async () => (await import('./bundler-audit/index.ts')).reader },
  { id: 'clair', aliases: ['clair_scan', 'clair-scanner', 'clairctl', 'klar'], load: async () => (await import('./clair/index.ts')).reader },
  { id: 'cyclonedx', aliases: ['cyclonedx', 'CycloneDX Scan', 'cdx', 'cyclonedx-vex'], load: async () => (await import('./cyclonedx/index.ts')).reader },
  { id: 'dependency-check', aliases: ['dependency_check', 'Dependency Check Scan', 'owasp-dependency-check'], load: async () => (await import('./dependency-check/index.ts')).reader },
  { id: 'gitleaks', aliases: ['gitleaks_scan'], load: async () => (await import('./gitleaks/index.ts')).reader },
  { id: 'grype', aliases: ['anchore_grype'], load: async () => (await import('./grype/index.ts')).reader },
  { id: 'npm-audit', aliases: ['npm_audit_7_plus'], load: async () => (await import('./npm-audit/index.ts')).reader },
  { id: 'pmd', aliases: [], load: async () => (await import('./pmd/index.ts')).reader },
  { id: 'sarif', aliases: ['sarif_2_1_0', 'github_sarif'], load: async () => (await import('./sarif/index.ts')).reader },
  { id: 'semgrep', aliases: ['semgrep_json_report'], load: async () => (await import('./semgrep/index.ts')).reader },
  { id: 'snyk', aliases: ['snyk_cli', 'snyk_scan'], load: async () => (await import('./snyk/index.ts')).reader },
  { id: 'trivy', aliases: ['trivy_scan'], load: async () => (await import('./trivy/index.ts')).reader },
  { id: 'zap', aliases: ['zap', 'ZAP Scan', 'owasp-zap', 'zaproxy'], load: async () => (await import('./zap/index.ts')).reader },
];
