import type { TargetKind } from '../../src/kernel/finding.ts';
import type { FindingKind } from '../../src/kernel/observation.ts';
import type { Phase } from '../../src/kernel/phase.ts';
import { CODE_RULES, CONFIG_RULES, MANUAL_RULES, SECRET_RULES, WEAKNESSES, WEB_RULES } from './words.ts';

/** A tool of the seeded house: what it looks at, since when, and what it finds. */
export interface Tool {
  name: string;
  kind: FindingKind;
  looksAt: TargetKind;
  phase: Phase;
  /** Share of all findings. */
  weight: number;
  /** Share of its targets that have it. */
  coverage: number;
  /** Days ago on which its first target got it, and until which all had it. */
  since: number;
  rolledOut: number;
  /** Findings that one fix removes. */
  perFix: number;
  /** Chances of critical, high, medium and low; the rest is info. */
  severities: readonly [number, number, number, number];
  titles: readonly string[];
  rules: number;
  /** Another tool that finds the same in the same targets, and leads. */
  follows?: string;
}

const packaged = { kind: 'dependency', looksAt: 'repository', phase: 'build', titles: WEAKNESSES } as const;

export const TOOLS: readonly Tool[] = [
  {
    name: 'trivy',
    ...packaged,
    weight: 30,
    coverage: 0.85,
    since: 1095,
    rolledOut: 500,
    perFix: 6,
    severities: [0.06, 0.28, 0.46, 0.2],
    rules: 9000,
  },
  {
    name: 'osv-scanner',
    ...packaged,
    weight: 6,
    coverage: 0.4,
    since: 430,
    rolledOut: 120,
    perFix: 5,
    severities: [0.06, 0.3, 0.44, 0.2],
    rules: 6000,
    follows: 'trivy',
  },
  {
    name: 'snyk',
    ...packaged,
    weight: 5,
    coverage: 0.15,
    since: 1000,
    rolledOut: 700,
    perFix: 5,
    severities: [0.07, 0.3, 0.43, 0.2],
    rules: 5000,
  },
  {
    name: 'grype',
    kind: 'container',
    looksAt: 'image',
    phase: 'build',
    weight: 17,
    coverage: 0.95,
    since: 800,
    rolledOut: 300,
    perFix: 14,
    severities: [0.04, 0.2, 0.4, 0.3],
    titles: WEAKNESSES,
    rules: 8000,
  },
  {
    name: 'semgrep',
    kind: 'code',
    looksAt: 'repository',
    phase: 'pull-request',
    weight: 17,
    coverage: 0.9,
    since: 1090,
    rolledOut: 400,
    perFix: 2.5,
    severities: [0.01, 0.19, 0.5, 0.25],
    titles: CODE_RULES,
    rules: 420,
  },
  {
    name: 'github-sast',
    kind: 'code',
    looksAt: 'repository',
    phase: 'code-review',
    weight: 7,
    coverage: 0.35,
    since: 560,
    rolledOut: 260,
    perFix: 2.5,
    severities: [0.03, 0.27, 0.5, 0.2],
    titles: CODE_RULES,
    rules: 300,
    follows: 'semgrep',
  },
  {
    name: 'gitleaks',
    kind: 'secret',
    looksAt: 'repository',
    phase: 'pull-request',
    weight: 4,
    coverage: 0.8,
    since: 900,
    rolledOut: 500,
    perFix: 1,
    severities: [0.1, 0.6, 0.3, 0],
    titles: SECRET_RULES,
    rules: 140,
  },
  {
    name: 'checkov',
    kind: 'config',
    looksAt: 'repository',
    phase: 'build',
    weight: 8,
    coverage: 0.4,
    since: 700,
    rolledOut: 200,
    perFix: 2,
    severities: [0.01, 0.15, 0.5, 0.3],
    titles: CONFIG_RULES,
    rules: 380,
  },
  {
    name: 'prowler',
    kind: 'cloud',
    looksAt: 'cloud-account',
    phase: 'production',
    weight: 3,
    coverage: 1,
    since: 600,
    rolledOut: 350,
    perFix: 2,
    severities: [0.03, 0.2, 0.5, 0.25],
    titles: CONFIG_RULES,
    rules: 260,
  },
  {
    name: 'zap',
    kind: 'web',
    looksAt: 'url',
    phase: 'test',
    weight: 2,
    coverage: 0.9,
    since: 850,
    rolledOut: 300,
    perFix: 2,
    severities: [0.01, 0.12, 0.45, 0.35],
    titles: WEB_RULES,
    rules: 60,
  },
  {
    name: 'hackerone',
    kind: 'manual',
    looksAt: 'url',
    phase: 'bug-bounty',
    weight: 0.5,
    coverage: 0.5,
    since: 760,
    rolledOut: 700,
    perFix: 1,
    severities: [0.08, 0.3, 0.4, 0.2],
    titles: MANUAL_RULES,
    rules: 60,
  },
  {
    name: 'by-hand',
    kind: 'manual',
    looksAt: 'repository',
    phase: 'penetration-test',
    weight: 0.5,
    coverage: 0.08,
    since: 1080,
    rolledOut: 900,
    perFix: 1,
    severities: [0.08, 0.32, 0.4, 0.2],
    titles: MANUAL_RULES,
    rules: 80,
  },
];

/** What is told by hand came from people at work in different phases. */
export const HAND_PHASES: readonly Phase[] = [
  'penetration-test',
  'penetration-test',
  'threat-model',
  'design-review',
  'incident',
];
