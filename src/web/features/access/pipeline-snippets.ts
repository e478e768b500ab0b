/** What somebody pastes into a workflow, so that it comes in by its own signed token. */
export const githubSnippet = (url: string, audience: string): string => `permissions:
  contents: read
  id-token: write        # lets the job say who it is
steps:
  - run: npx lanekeeper ingest report.sarif --repo "$GITHUB_REPOSITORY" --commit "$GITHUB_SHA" --trust
    env:
      LANEKEEPER_URL: ${url}${audience === 'lanekeeper' ? '' : `\n      LANEKEEPER_AUDIENCE: ${audience}`}
`;

export const gitlabSnippet = (url: string, audience: string): string => `lanekeeper:
  variables:
    LANEKEEPER_URL: ${url}
  id_tokens:
    LANEKEEPER_ID_TOKEN:
      aud: ${audience}
  script:
    - npx lanekeeper ingest report.sarif --repo "$CI_PROJECT_PATH" --commit "$CI_COMMIT_SHA" --trust
`;
