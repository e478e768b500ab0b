/** After "asks to". */
export const KIND_WORDS: Readonly<Record<string, string>> = {
  'false-positive': 'mark it as a false positive',
  'accepted-risk': 'accept the risk',
  mitigated: 'count it as mitigated',
  duplicate: 'count it as a repetition',
};
