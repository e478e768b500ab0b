import { ruleIdOf } from '../stored-names.ts';

export type ExceptionKind = 'false-positive' | 'accepted-risk' | 'mitigated' | 'duplicate';
export type ExceptionScope = 'finding' | 'fix' | 'rule' | 'package';

/** What an exception speaks of; only the members of its scope are set. */
export interface Extent {
  scope: ExceptionScope;
  /** `finding`: this one, and what other tools tell of the same weakness. */
  findingId: string | null;
  /** `fix`: all its findings, future ones too. */
  fixId: string | null;
  /** `rule`: of this tool, in this repository, under this folder or file; '' is the whole repository. */
  tool: string | null;
  rule: string | null;
  repositoryId: string | null;
  path: string | null;
  /** `package`: everywhere; null versions are all. */
  component: string | null;
  versions: readonly string[] | null;
  vulnerability: string | null;
}

export const NO_EXTENT: Omit<Extent, 'scope'> = {
  findingId: null,
  fixId: null,
  tool: null,
  rule: null,
  repositoryId: null,
  path: null,
  component: null,
  versions: null,
  vulnerability: null,
};

/** A granted exception as deciding needs it. */
export interface Covering extends Extent {
  id: string;
  kind: ExceptionKind;
  /** All names of the vulnerability. */
  names: readonly string[];
  /** 0 = P0 … 4: what is more urgent than this is not covered. */
  ceiling: number;
  /** False: a rule or a package only where `teamId` owns it. */
  allTeams: boolean;
  teamId: string | null;
  /** Null = without end. */
  expiresAt: Date | null;
  /** Who granted what until when, in words. */
  words: string;
}

/** What covering depends on. */
export interface Coverable {
  id: string;
  /** The fix it has and the one that is its own. */
  fixIds: readonly (string | null)[];
  ruleId: string;
  path: string | null;
  component: string | null;
  version: string | null;
  vulnerabilities: readonly string[];
  teamId: string;
  /** 0 = P0 … 4. */
  priority: number;
  /** The exception it had until now. */
  exceptionId: string | null;
}

/** Whether a finding of the target for which it was loaded is covered. Pure; `store-extent.ts` says the same in SQL. */
export const covers = (exception: Covering, finding: Coverable): boolean =>
  finding.priority >= exception.ceiling && ofItsTeams(exception, finding) && within(exception, finding);

const ofItsTeams = ({ scope, allTeams, teamId }: Covering, finding: Coverable): boolean =>
  allTeams || scope === 'finding' || scope === 'fix' || finding.teamId === teamId;

function within(exception: Covering, finding: Coverable): boolean {
  switch (exception.scope) {
    case 'finding':
      // What other tools tell of it is covered with it, and goes on being so.
      return exception.findingId === finding.id || exception.id === finding.exceptionId;
    case 'fix':
      return finding.fixIds.includes(exception.fixId);
    case 'rule':
      return (
        ruleIdOf(exception.tool ?? '', exception.rule ?? '') === finding.ruleId &&
        isUnder(finding.path, exception.path ?? '')
      );
    case 'package':
      return (
        exception.component === finding.component &&
        (exception.versions === null || exception.versions.includes(finding.version ?? '')) &&
        exception.names.some((name) => finding.vulnerabilities.includes(name))
      );
  }
}

/** The file itself or what lies in the folder; '' holds everything, what lies on no path too. */
export const isUnder = (path: string | null, folder: string): boolean =>
  folder === '' || (path !== null && (path === folder || path.startsWith(`${folder}/`)));
