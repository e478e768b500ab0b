/** Files that declare or lock a project's packages. Two of them in one folder speak of one project. */
const MANIFESTS = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'Pipfile',
  'Pipfile.lock',
  'pyproject.toml',
  'poetry.lock',
  'pdm.lock',
  'uv.lock',
  'setup.py',
  'setup.cfg',
  'go.mod',
  'go.sum',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'gradle.lockfile',
  'build.sbt',
  'Gemfile',
  'Gemfile.lock',
  'Cargo.toml',
  'Cargo.lock',
  'composer.json',
  'composer.lock',
  'packages.config',
  'packages.lock.json',
  'paket.lock',
  'Package.swift',
  'Package.resolved',
  'Podfile',
  'Podfile.lock',
  'mix.exs',
  'mix.lock',
  'pubspec.yaml',
  'pubspec.lock',
  'conan.lock',
  'conanfile.txt',
]);

/** Where packages are installed: a manifest in there is the package's own, not the project's. */
const INSTALLED = /(^|\/)(node_modules|site-packages|dist-packages|vendor|gems|\.m2|\.cargo)\//;

/**
 * The project that a path declares packages for, or null when the path is no manifest: the place of an installed
 * package, an archive, a word for a group. Files of requirements are each a list of their own.
 */
export function projectOf(path: string | null): string | null {
  if (path === null || INSTALLED.test(path)) return null;
  const cut = path.lastIndexOf('/') + 1;
  const [folder, file] = [path.slice(0, cut), path.slice(cut)];
  if (MANIFESTS.has(file)) return folder;
  return /^requirements[\w.-]*\.(txt|in)$|\.(cs|vb|fs)proj$/.test(file) ? path : null;
}
