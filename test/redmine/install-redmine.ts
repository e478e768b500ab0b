import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGES = ['redmine', 'redmine-sqlite', 'ruby-sqlite3', 'puma'];
const ENOUGH_MS = 5 * 60_000;

/**
 * Installs Debian's Redmine where it is missing.
 * @returns why there is none; null when there is
 */
export async function installRedmine(): Promise<string | null> {
  if (await isThere()) return null;
  if (process.getuid?.() !== 0) return 'Redmine is not installed, and only root may install it';
  if (!(await works('apt-get', ['--version'])))
    return 'Redmine is not installed, and there is no apt to install it';
  // The lists of packages may be missing, or old.
  await works('apt-get', ['update', '-q']);
  if (!(await works('apt-cache', ['show', PACKAGES[0]!])))
    return 'this distribution has no package of Redmine';
  console.log('Installing Redmine, which takes about a minute.');
  const install = ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES];
  try {
    await run('apt-get', install, {
      timeout: ENOUGH_MS,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    return `Redmine could not be installed (${(error as Error).message.split('\n')[0]})`;
  }
  return (await isThere()) ? null : 'the package of Redmine is another than expected';
}

const isThere = async (): Promise<boolean> =>
  (await access('/usr/share/redmine/config/environment.rb').then(
    () => true,
    () => false,
  )) && (await works('puma', ['--version']));

const works = (command: string, options: string[]): Promise<boolean> =>
  run(command, options, { timeout: ENOUGH_MS, maxBuffer: 64 * 1024 * 1024 }).then(
    () => true,
    () => false,
  );
