import type { Faults } from '../fakes/faults.ts';
import { fakeGithubTracker } from './github-tracker.ts';
import { fakeGitlabTracker } from './gitlab-tracker.ts';
import { fakeJiraTracker } from './jira-tracker.ts';
import { fakeRedmineTracker, realRedmineTracker } from './redmine-tracker.ts';

/** A ticket of ours as it stands in a tracker, read past the connector. */
export interface Standing {
  /** `tkt_…` */
  marker: string;
  id: string;
  title: string;
  dueOn: string | null;
  state: 'open' | 'in-progress' | 'done';
  /** Markers of our comments, each as often as it stands there. */
  comments: string[];
}

/** A webhook that tells of a comment. */
export interface ChaosHook {
  headers: Record<string, string>;
  body: string;
}

export interface ChaosTracker {
  system: string;
  /** Makes a project or a repository. @returns the place as the connector calls it */
  addPlace(name: string): Promise<string>;
  /** What `putConnection` takes. @param places by queue */
  connection(places: Record<string, string>): {
    settings: Record<string, unknown>;
    secrets: Record<string, string>;
  };
  trouble(plan: Faults): void;
  /** All tickets of ours, whatever their state. */
  standing(): Promise<Standing[]>;
  /**
   * Somebody writes a comment, past all faults.
   * @returns the webhook that tells of it, where the tracker sends them
   */
  say(id: string, text: string): Promise<ChaosHook | null>;
  close(): Promise<void>;
}

const TRACKERS: Record<string, () => Promise<ChaosTracker>> = {
  'fake-github': fakeGithubTracker,
  'fake-gitlab': fakeGitlabTracker,
  'fake-jira': fakeJiraTracker,
  'fake-redmine': fakeRedmineTracker,
};

/** @throws Error that says what there is */
export const openTrackers = (names: readonly string[]): Promise<ChaosTracker[]> =>
  Promise.all(names.map(openTracker));

function openTracker(name: string): Promise<ChaosTracker> {
  if (name.startsWith('redmine:')) return realRedmineTracker(name.slice('redmine:'.length));
  const open = Object.hasOwn(TRACKERS, name) ? TRACKERS[name] : undefined;
  if (open) return open();
  throw new Error(`--tracker takes ${Object.keys(TRACKERS).join(', ')} or redmine:JSON, not ${name}`);
}
