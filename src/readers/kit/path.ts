const CLEAN = /^(?![./~]|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/)[^\\]*$/;
const DRIVE = /^[A-Za-z]:$/;
const MESSY_SEGMENT = /\/(\/|\.\/|\.\.\/|\.$|\.\.$|$)/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
/** Where hosted pipelines put the checkout: what follows is the path inside the repository. */
const CHECKOUT = new RegExp(
  `^(?:${[
    'github/workspace',
    'home/runner/work/[^/]+/[^/]+',
    '__w/[^/]+/[^/]+',
    'a/([^/]+)/\\1', // GitHub on Windows, after the drive
    'a/\\d+/s', // Azure on Windows
    'home/vsts/work/\\d+/s',
    'builds/[^/]+/[^/]+', // GitLab
    'var/(?:lib/jenkins|jenkins_home)/workspace/[^/]+',
    'home/circleci/project',
    'opt/atlassian/pipelines/agent/build',
  ].join('|')})/`,
);

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is part of the name
  }
}

function withoutRoot(path: string): string {
  if (/^file:/i.test(path)) path = decodeUri(path.slice(5)).replace(/^\/\/(?:localhost(?=\/))?/i, '');
  else if (SCHEME.test(path)) path = path.replace(SCHEME, '');
  const windows = /^\/?[A-Za-z]:[\\/]/.test(path) || !path.includes('/');
  if (windows) path = path.replaceAll('\\', '/');
  return path.replace(/^\/?[A-Za-z]:\//, '/');
}

/**
 * The form in which places are kept: relative, `/` between segments, no `.` and no `..`, so that a path
 * can never lead out of the repository. The empty string means that nothing is left.
 */
export function normalisePath(told: string): string {
  if (CLEAN.test(told) && !MESSY_SEGMENT.test(told)) return told;
  const kept: string[] = [];
  for (const segment of withoutRoot(told).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (kept.length === 0 && DRIVE.test(segment)) continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  return kept.join('/').replace(CHECKOUT, '');
}

/** A relative URI reference (as SARIF has them) to a path: percent signs decoded, no query or fragment. */
export function uriToPath(uri: string): string {
  if (/^file:/i.test(uri) || !uri.includes('%')) return uri;
  return decodeUri(uri);
}
