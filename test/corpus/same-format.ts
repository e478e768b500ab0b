/** Reports that lie in the folder of one tool but are, truly, in the format of another: by file, the reader that knows it. */
export const SAME_FORMAT: Readonly<Record<string, string>> = {
  // Newer versions of yarn write what npm 6 wrote.
  'yarn_audit/issue_6495.json': 'npm-audit',
  'yarn_audit/issue_6495_multi_cwe_fabricated.json': 'npm-audit',
  // Alerts of code scanning, not of Dependabot.
  'github_vulnerability/issue_9582.json': 'github-sast',
};
