import type { OwnerSource } from '../../../kernel/owner.ts';
import type { Exposure, FileProblem } from '../../organisation/pure.ts';
import type { Pattern } from '../pattern.ts';
import type { DataClass, Lifecycle, MissionImpact, PrFeedback, ServiceType } from './terms.ts';

/** Where something stands in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

export type FormName =
  | 'about.yaml v1'
  | 'gordon'
  | 'Backstage'
  | 'Datadog service'
  | 'Datadog entity'
  | 'OpsLevel'
  | 'Cortex'
  | 'SECURITY-INSIGHTS'
  | '18F';

/** What a file wishes for the tickets and messages of its owner; the registry says what is allowed. */
export interface ContactWish {
  jira?:
    | {
        project?: string | undefined;
        component?: string | undefined;
        issueType?: string | undefined;
        labels?: string[] | undefined;
      }
    | undefined;
  /** The id survives a rename of the channel. */
  slack?: { channel?: string | undefined; id?: string | undefined } | undefined;
  oncall?: { pagerduty?: string | undefined; opsgenie?: string | undefined } | undefined;
  mail?: string | undefined;
}

/** A statement of a file that somebody owns its folder, or paths in it. */
interface Claim {
  /** Relative to the folder of the descriptor; null: all of it. */
  pattern: Pattern | null;
  place: Place;
  /** As the file writes it, for the trail: `owner "ledger"`. */
  what: string;
  source: OwnerSource;
  wish: ContactWish;
}

export interface NamedClaim extends Claim {
  by: 'name';
  /** A team key, a handle, an entity reference: whatever the registry may know. */
  name: string;
  /** It may be a team's name, or a person's: that the registry does not know it is nobody's mistake. */
  perhaps: boolean;
}

/** No team is named: it is the one that has this project of the tracker, or this on-call schedule. */
export interface TrackerClaim extends Claim {
  by: 'tracker';
  jira: string;
  oncall: { id: string; place: Place; what: string };
}

export type OwnerClaim = NamedClaim | TrackerClaim;

/** What a file states of the service in its folder; null is not stated. */
export interface DescribedService {
  name: string | null;
  title: string | null;
  type: ServiceType | null;
  lifecycle: Lifecycle | null;
  /** 1 (the company cannot be without) to 4. */
  tier: number | null;
  system: string | null;
  businessUnit: string | null;
  exposure: Exposure | null;
  data: DataClass[] | null;
  missionImpact: MissionImpact | null;
  compliance: string[] | null;
  slaPolicy: string | null;
  threatModel: { url: string; reviewed: string | null } | null;
  bugBounty: { inScope: boolean; assets: string[] } | null;
  prFeedback: PrFeedback | null;
}

export const NOTHING_STATED: DescribedService = {
  name: null,
  title: null,
  type: null,
  lifecycle: null,
  tier: null,
  system: null,
  businessUnit: null,
  exposure: null,
  data: null,
  missionImpact: null,
  compliance: null,
  slaPolicy: null,
  threatModel: null,
  bugBounty: null,
  prFeedback: null,
};

/** What one file says of one folder, whatever its form. */
export interface Descriptor {
  form: FormName;
  file: string;
  /** '' is the root of the repository. */
  folder: string;
  /** The folder's owner, then those of paths in it; of several that claim the same, the first that is a team. */
  claims: OwnerClaim[];
  service: DescribedService;
  wish: ContactWish;
  /** For display: rights come from the registry. */
  champions: string[];
  /** When people last looked at the file (2026-10-01). */
  reviewed: string | null;
  /** What others keep in the file; untouched. */
  extensions: Readonly<Record<string, unknown>>;
}

export interface ReadDescriptor {
  /** Null: the file is none of ours. */
  form: FormName | null;
  /** Mostly one; catalogues may describe several folders in one file. */
  descriptors: Descriptor[];
  problems: FileProblem[];
  /** False: it is ours but cannot be used as it stands, so its last good version counts. */
  usable: boolean;
}
