import type { FindingKind } from '../../kernel/observation.ts';

/**
 * SARIF says nothing of what sort of tool wrote it; names do. Longer names stand first where one contains
 * the other. What is not listed looks at code.
 */
const TOOLS: [name: string, kind: FindingKind][] = [
  ['snyk code', 'code'],
  ['snyk iac', 'config'],
  ['snyk container', 'container'],
  ['snyk open source', 'dependency'],
  ['gitleaks', 'secret'],
  ['trufflehog', 'secret'],
  ['detect-secrets', 'secret'],
  ['ggshield', 'secret'],
  ['noseyparker', 'secret'],
  ['nosey parker', 'secret'],
  ['secretlint', 'secret'],
  ['dependency-check', 'dependency'],
  ['owasp dependency', 'dependency'],
  ['osv-scanner', 'dependency'],
  ['govulncheck', 'dependency'],
  ['pip-audit', 'dependency'],
  ['npm audit', 'dependency'],
  ['retire', 'dependency'],
  ['grype', 'dependency'],
  ['trivy', 'dependency'],
  ['docker scout', 'container'],
  ['dockle', 'config'],
  ['hadolint', 'config'],
  ['checkov', 'config'],
  ['kics', 'config'],
  ['tfsec', 'config'],
  ['terrascan', 'config'],
  ['kubescape', 'config'],
  ['kube-linter', 'config'],
  ['kube-score', 'config'],
  ['polaris', 'config'],
  ['zizmor', 'config'],
  ['actionlint', 'config'],
  ['owasp zap', 'web'],
  ['zap', 'web'],
  ['nuclei', 'web'],
  ['stackhawk', 'web'],
];

export function kindOfTool(name: string): FindingKind {
  const wanted = name.toLowerCase();
  return TOOLS.find(([known]) => wanted.startsWith(known))?.[1] ?? 'code';
}

/** Trivy writes all it finds into one run and says in the tags of the rule what it is. */
export function kindOfTags(kind: FindingKind, tags: readonly string[]): FindingKind {
  if (kind !== 'dependency') return kind;
  if (tags.includes('misconfiguration')) return 'config';
  if (tags.includes('secret')) return 'secret';
  if (tags.includes('license')) return 'license';
  return kind;
}
