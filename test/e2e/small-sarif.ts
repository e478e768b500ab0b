/** A report of a reviewer's own tool: the same weakness in each of the shop's files. */
export const sarif = (files: string[]) => ({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'journey-review', rules: [{ id: 'coupon-reuse' }] } },
      results: files.map((file) => ({
        ruleId: 'coupon-reuse',
        level: 'warning',
        message: { text: 'The coupon is not locked while it is used.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: `src/server/${file}.ts` },
              region: { startLine: 12, snippet: { text: `${file}.redeem(coupon);` } },
            },
          },
        ],
      })),
    },
  ],
});
