/**
 * Scores that Red Hat's CVSS library is tested with (https://github.com/RedHatProductSecurity/cvss, folder `tests`, files
 * `vectors_simple2`, `vectors_simple3`, `vectors_simple31` and `vectors_simple4`), whose scores come from the calculators
 * of FIRST and NVD. Restated in short: the same facts, in another form.
 */

/** How one exploits it -> the scores for all 27 kinds of harm to C, I and A, each of N, P, C in turn. */
export const VERSION_2: [how: string, scores: number[]][] = [
  [
    'AV:L/AC:H/Au:M',
    [
      0, 0.8, 3.7, 0.8, 2.3, 4.4, 3.7, 4.4, 5.3, 0.8, 2.3, 4.4, 2.3, 3.4, 4.9, 4.4, 4.9, 5.6, 3.7, 4.4, 5.3,
      4.4, 4.9, 5.6, 5.3, 5.6, 5.9,
    ],
  ],
  [
    'AV:L/AC:H/Au:N',
    [
      0, 1.2, 4, 1.2, 2.6, 4.7, 4, 4.7, 5.6, 1.2, 2.6, 4.7, 2.6, 3.7, 5.2, 4.7, 5.2, 5.9, 4, 4.7, 5.6, 4.7,
      5.2, 5.9, 5.6, 5.9, 6.2,
    ],
  ],
  [
    'AV:L/AC:M/Au:N',
    [
      0, 1.9, 4.7, 1.9, 3.3, 5.4, 4.7, 5.4, 6.3, 1.9, 3.3, 5.4, 3.3, 4.4, 5.9, 5.4, 5.9, 6.6, 4.7, 5.4, 6.3,
      5.4, 5.9, 6.6, 6.3, 6.6, 6.9,
    ],
  ],
  [
    'AV:L/AC:L/Au:S',
    [
      0, 1.7, 4.6, 1.7, 3.2, 5.2, 4.6, 5.2, 6.2, 1.7, 3.2, 5.2, 3.2, 4.3, 5.7, 5.2, 5.7, 6.4, 4.6, 5.2, 6.2,
      5.2, 5.7, 6.4, 6.2, 6.4, 6.8,
    ],
  ],
  [
    'AV:L/AC:L/Au:N',
    [
      0, 2.1, 4.9, 2.1, 3.6, 5.6, 4.9, 5.6, 6.6, 2.1, 3.6, 5.6, 3.6, 4.6, 6.1, 5.6, 6.1, 6.8, 4.9, 5.6, 6.6,
      5.6, 6.1, 6.8, 6.6, 6.8, 7.2,
    ],
  ],
  [
    'AV:A/AC:H/Au:M',
    [
      0, 1.2, 4, 1.2, 2.7, 4.7, 4, 4.7, 5.7, 1.2, 2.7, 4.7, 2.7, 3.7, 5.2, 4.7, 5.2, 5.9, 4, 4.7, 5.7, 4.7,
      5.2, 5.9, 5.7, 5.9, 6.2,
    ],
  ],
  [
    'AV:A/AC:H/Au:N',
    [
      0, 1.8, 4.6, 1.8, 3.2, 5.3, 4.6, 5.3, 6.2, 1.8, 3.2, 5.3, 3.2, 4.3, 5.8, 5.3, 5.8, 6.5, 4.6, 5.3, 6.2,
      5.3, 5.8, 6.5, 6.2, 6.5, 6.8,
    ],
  ],
];

/** The same for versions 3.0 and 3.1, each of H, L, N in turn; both versions give the same. */
export const VERSION_3: [how: string, scores: number[]][] = [
  [
    'AV:N/AC:L/PR:N/UI:N/S:C',
    [
      10, 10, 10, 10, 9.9, 9.3, 10, 9.3, 8.6, 10, 9.9, 9.3, 9.9, 8.3, 7.2, 9.3, 7.2, 5.8, 10, 9.3, 8.6, 9.3,
      7.2, 5.8, 8.6, 5.8, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:N/UI:N/S:U',
    [
      9.8, 9.4, 9.1, 9.4, 8.6, 8.2, 9.1, 8.2, 7.5, 9.4, 8.6, 8.2, 8.6, 7.3, 6.5, 8.2, 6.5, 5.3, 9.1, 8.2, 7.5,
      8.2, 6.5, 5.3, 7.5, 5.3, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:N/UI:R/S:C',
    [
      9.6, 9.6, 9.3, 9.6, 8.8, 8.2, 9.3, 8.2, 7.4, 9.6, 8.8, 8.2, 8.8, 7.1, 6.1, 8.2, 6.1, 4.7, 9.3, 8.2, 7.4,
      8.2, 6.1, 4.7, 7.4, 4.7, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:N/UI:R/S:U',
    [
      8.8, 8.3, 8.1, 8.3, 7.6, 7.1, 8.1, 7.1, 6.5, 8.3, 7.6, 7.1, 7.6, 6.3, 5.4, 7.1, 5.4, 4.3, 8.1, 7.1, 6.5,
      7.1, 5.4, 4.3, 6.5, 4.3, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:L/UI:N/S:C',
    [
      9.9, 9.9, 9.6, 9.9, 9.1, 8.5, 9.6, 8.5, 7.7, 9.9, 9.1, 8.5, 9.1, 7.4, 6.4, 8.5, 6.4, 5, 9.6, 8.5, 7.7,
      8.5, 6.4, 5, 7.7, 5, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:L/UI:R/S:C',
    [
      9, 8.9, 8.7, 8.9, 8.2, 7.6, 8.7, 7.6, 6.8, 8.9, 8.2, 7.6, 8.2, 6.5, 5.4, 7.6, 5.4, 4.1, 8.7, 7.6, 6.8,
      7.6, 5.4, 4.1, 6.8, 4.1, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:L/UI:R/S:U',
    [
      8, 7.6, 7.3, 7.6, 6.8, 6.3, 7.3, 6.3, 5.7, 7.6, 6.8, 6.3, 6.8, 5.5, 4.6, 6.3, 4.6, 3.5, 7.3, 6.3, 5.7,
      6.3, 4.6, 3.5, 5.7, 3.5, 0,
    ],
  ],
  [
    'AV:N/AC:L/PR:H/UI:N/S:C',
    [
      9.1, 9, 8.7, 9, 8.2, 7.6, 8.7, 7.6, 6.8, 9, 8.2, 7.6, 8.2, 6.6, 5.5, 7.6, 5.5, 4.1, 8.7, 7.6, 6.8, 7.6,
      5.5, 4.1, 6.8, 4.1, 0,
    ],
  ],
];

/** Values of AV AC AT PR UI, then of VC VI VA SC SI SA, then the score. */
export const VERSION_4 = [
  'NLNNN LHLNHL 9.2',
  'NLNNN LLLHNL 7.8',
  'NLNNN LLNNLN 6.9',
  'NLNNN LNHNHN 9.2',
  'NLNNN NNNHLH 7.9',
  'NLNNP HNLNHN 8.3',
  'NLNNP LNLNHN 6.3',
  'NLNNP LNNLNL 5.3',
  'NLNNA HHHNNN 8.6',
  'NLNNA HHLNHN 9.2',
  'NLNNA HHNNLL 8.5',
  'NLNNA HLLNLH 8.3',
  'NLNNA LLHHHL 8.4',
  'NLNNA LLNNLL 5.1',
  'NLNLN HLNHNL 8.4',
  'NLNLN HNLNLN 7.1',
  'NLNLN HNNHNN 8.3',
  'NLNLN LLNHLL 6.4',
  'NLNLN LNNNNH 6.3',
  'NLNLN NHHNNL 7.2',
  'NLNLP HLLLLL 7.0',
  'NLNLP HLNLHH 8.4',
  'NLNLP LLNHHH 6.4',
  'NLNLA HHHHNH 9.3',
  'NLNLA LLHHNN 8.2',
  'NLNLA NHHNNL 6.9',
  'NLNLA NLLLLH 6.2',
  'NLNHN HHLHHH 9.3',
  'NLNHN LLLLLN 5.1',
  'NLNHN LLLNLH 6.2',
  'NLNHP LHLLLL 6.9',
  'NLNHP LLNLNN 4.8',
  'NLNHP NHNNNH 8.2',
  'NLNHA LHNNHN 8.1',
  'NLNHA LNNHNH 6.0',
  'NLNHA NNNHHH 6.2',
  'NLPNN HHHHNH 9.5',
  'NLPNN HLLHLL 9.1',
  'NLPNN HLLNLL 8.3',
  'NLPNN HNNLLL 8.2',
  'NLPNN LHLHLN 9.0',
  'NLPNN NLLHLL 7.0',
  'NLPNP HHNHNL 8.7',
  'NLPNP LHLLLL 6.1',
  'NLPNP LLNHNN 4.9',
  'NLPNP LNHNLL 6.0',
  'NLPNP NLHNHN 7.0',
  'NLPNP NLNLHN 5.1',
  'NLPNA HHHHHN 8.8',
  'NLPNA HLNLNL 5.9',
  'NLPNA HNHNHH 7.1',
  'NLPNA LLLLHH 5.3',
  'NLPNA LLNNNH 4.6',
  'NLPNA NNLLNH 4.8',
  'NLPNA NNNLNN 2.1',
  'NLPLN HHLNNH 8.7',
  'NLPLN HNNNNL 6.0',
  'NLPLN LLHLLH 7.2',
  'NLPLN LLNLHH 5.6',
  'NLPLN NNNNLN 2.3',
  'NLPLA HHLLLL 7.3',
  'NLPLA LLNNHL 4.5',
  'NLPHN HHNHNL 8.6',
  'NLPHN NHHLNL 5.9',
  'NLPHN NLLHHH 5.5',
  'NLPHN NNNNNL 2.1',
  'NLPHP HLLLNL 5.8',
  'NLPHA LLLHHL 4.7',
  'NLPHA LNLLHN 4.3',
  'NLPHA NHHLLN 5.7',
  'NLPHA NHNNHL 6.8',
  'NLPHA NLLLNN 1.8',
  'NLPHA NNHLNL 5.6',
  'NHNNN HHNLHL 9.4',
  'NHNNN HNNLHN 9.0',
  'NHNNN NNNLLH 7.0',
  'NHNNP LLNNHL 5.1',
  'NHNNP NHLHLH 7.2',
  'NHNNA LLNNNN 2.1',
  'NHNNA NHLNLN 5.9',
  'NHNLN HLHHHL 7.3',
  'NHNLN HNLLLL 6.0',
  'NHNLN NLLLLH 5.3',
  'NHNLP HHHHLH 8.8',
  'NHNLP LNLNNN 2.1',
  'NHNLP LNNHHH 5.5',
  'NHNLA HHNNLL 7.2',
  'NHNLA LLLHHH 5.2',
  'NHNLA LLNNNH 4.3',
  'NHNLA NLLHHL 5.0',
  'NHNHN HHNNLH 8.6',
  'NHNHN LNLNLN 2.1',
  'NHNHN NNNLHN 4.8',
  'NHNHP LLLHNL 4.5',
  'NHNHP NLHHLN 6.9',
  'NHNHA LLHNLL 5.7',
  'NHNHA NNNNHN 4.0',
  'NHPNN HHHHLN 9.5',
  'NHPNN HHNNNL 9.1',
  'NHPNN LLHLNN 8.3',
  'NHPNN NLNLHL 7.0',
];
