import { gt, lt, major, valid } from '@renovatebot/ruby-semver';
import type { Scheme } from './order.ts';

/** RubyGems: Gem::Version (https://docs.ruby-lang.org/en/master/Gem/Version.html), without the platform. */
export const gem: Scheme = {
  parses: (version) => /^\d/.test(version) && !/\d{16}/.test(version) && valid(released(version)) !== null,
  compare: (a, b) => {
    const [x, y] = [released(a), released(b)];
    return gt(x, y) ? 1 : lt(x, y) ? -1 : 0;
  },
  major: (version) => String(major(released(version))),
};

/** `1.13.0-x86_64-linux` -> `1.13.0`: a lock file adds the platform that the gem was built for. */
const released = (version: string): string =>
  version.replace(/-(?:java|jruby|(?:x86_64|x86|x64|i[36]86|arm|arm64|aarch64|universal)[-_].*)$/, '');
