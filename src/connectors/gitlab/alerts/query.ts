import { z } from 'zod';

/** Oldest first: what is new comes at the end, and nothing is skipped while the pages are read. */
export const VULNERABILITIES = `query($project: ID!, $kind: [VulnerabilityReportType!], $after: String) {
  project(fullPath: $project) {
    securityScanners { available }
    vulnerabilities(reportType: $kind, sort: detected_asc, first: 100, after: $after) {
      nodes {
        uuid title description severity state dismissalReason stateComment resolvedOnDefaultBranch
        detectedAt solution webUrl
        identifiers { externalType externalId name url }
        links { url }
        location {
          ... on VulnerabilityLocationSast { file startLine endLine vulnerableClass vulnerableMethod }
          ... on VulnerabilityLocationSecretDetection { file startLine endLine }
          ... on VulnerabilityLocationDependencyScanning { file dependency { version package { name } } }
          ... on VulnerabilityLocationContainerScanning {
            image operatingSystem dependency { version package { name } }
          }
          ... on VulnerabilityLocationDast { hostname path param requestMethod }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const text = z.string().nullish();
const locationShape = z
  .object({
    file: text,
    startLine: z.union([z.string(), z.number()]).nullish(),
    endLine: z.union([z.string(), z.number()]).nullish(),
    vulnerableClass: text,
    vulnerableMethod: text,
    dependency: z.object({ version: text, package: z.object({ name: text }).nullish() }).nullish(),
    image: text,
    operatingSystem: text,
    hostname: text,
    path: text,
    param: text,
    requestMethod: text,
  })
  .nullish();

export const vulnerabilityShape = z.object({
  uuid: z.string(),
  title: text,
  description: text,
  severity: text,
  state: z.string(),
  dismissalReason: text,
  stateComment: text,
  resolvedOnDefaultBranch: z.boolean().nullish(),
  detectedAt: text,
  solution: text,
  webUrl: text,
  identifiers: z.array(z.object({ externalType: text, externalId: text, name: text, url: text })).nullish(),
  links: z.array(z.object({ url: text })).nullish(),
  location: locationShape,
});
export type Vulnerability = z.infer<typeof vulnerabilityShape>;

export const answerShape = z.object({
  data: z
    .object({
      project: z
        .object({
          securityScanners: z.object({ available: z.array(z.string()).nullish() }).nullish(),
          vulnerabilities: z
            .object({
              nodes: z.array(vulnerabilityShape).max(1000),
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text }),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});
