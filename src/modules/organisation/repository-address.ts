/**
 * What a label, a tag or a link says of a repository: `https://git.example/acme/pay.git`,
 * `git@git.example:acme/pay`, `acme/pay`. Lower case. Null: nothing that could be one.
 */
export function repositoryAddress(told: string): { host: string | null; name: string } | null {
  const text = told.trim().toLowerCase();
  const remote =
    /^(?:git\+|scm:git:)*(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(text) ??
    /^[^/@:]+@([^/:]+):(?!\/)(.+)$/.exec(text);
  const [, host = null, path = ''] = remote ?? [null, undefined, text];
  const name = path
    .replace(/[?#].*$/, '')
    .replace(/\/(?:-\/)?(?:tree|blob|commit|src)\/.*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return /^[^\s/:]+(?:\/[^\s/:]+)+$/.test(name) || (host === null && /^[^\s/:]+$/.test(name))
    ? { host, name }
    : null;
}
