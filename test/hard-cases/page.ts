/** The page that tells what became of the hard cases. */
import { type Count, type Decided, shareOf } from './decide.ts'

/** A point of a hundred: smaller differences are chance. */
const A_POINT = 0.01

/** Written by the bench, from three runs over one file: our own rules, our engine with Splink's rules, and Splink. */
export function pageOfHardCases(
  records: number,
  ours: readonly Decided[],
  byRules: readonly Decided[],
  splinks: readonly Decided[],
): string {
  const rows = ours.map(({ hardCase, joined, apart }, at) => {
    const [ruled, other] = [byRules[at]!, splinks[at]!]
    return [
      `[${hardCase.name}](../test/hard-cases/cases/${hardCase.name}.ts)`,
      ...cellsOf([joined, ruled.joined, other.joined]),
      ...cellsOf([apart, ruled.apart, other.apart]),
    ]
  })
  return `# Hard cases

<!-- Written by: node bench/linkage/hard-cases.ts -->

People who are hard to tell apart or to know again, in ${ours.length} classes of one file each. Each class has at least 200 pairs of records, made by chance that can be repeated, and all of them stand among the records of a county, ${records.toLocaleString('en-GB')} in all, from which both engines learn. Nothing is tuned to a class. \`node bench/linkage/hard-cases.ts\` writes this page; \`node --test test/hard-cases/hard-cases.test.ts\` holds our engine to the least that each file states.

*Ours* is \`family-hub link\` with \`"auto"\` everywhere; *same rules* is our engine with the blocking rules that Splink has; *Splink* is Splink 5 as [its script](../bench/splink/link_people.py) sets it up, without e-mail addresses, with which it does no better. All join at even odds. The figures are shares of pairs that were decided rightly: pairs of one person that ended in one cluster, and pairs of two people that did not.

${worseIn(ours, splinks, 'joined', 'know one person again')}

${worseIn(ours, splinks, 'apart', 'keep two people apart')}

| Class | Pairs of one person | Joined: ours | Same rules | Splink | Pairs of two people | Apart: ours | Same rules | Splink |
|---|---|---|---|---|---|---|---|---|
${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}

Splink knows no seals and has no rule that two different NHS numbers never join, so three classes hold it to what it does not promise. Two people who share a common name and a birth date are rarer in a county than in this corpus: an engine that learns from the county joins them.

## What they say

${ours.map(({ hardCase }) => `- **${hardCase.name}**: ${hardCase.says} *${hardCase.example}.*`).join('\n')}
`
}

function cellsOf(counts: [ours: Count, byRules: Count, splinks: Count]): string[] {
  if (counts[0].of === 0) return ['', '', '', '']
  return [counts[0].of.toLocaleString('en-GB'), ...counts.map(count => shareOf(count).toFixed(3))]
}

function worseIn(
  ours: readonly Decided[],
  splinks: readonly Decided[],
  kind: 'joined' | 'apart',
  words: string,
): string {
  const names = (isWorse: (difference: number) => boolean): string[] =>
    ours.flatMap((own, at) =>
      own[kind].of > 0 && isWorse(shareOf(own[kind]) - shareOf(splinks[at]![kind]))
        ? [own.hardCase.name]
        : [],
    )
  const [worse, better] = [names(one => one < -A_POINT), names(one => one > A_POINT)]
  return `Where the question is to ${words}, ours is better than Splink by more than a point in ${better.length} classes and worse in ${worse.length}${worse.length === 0 ? '' : `: ${worse.join(', ')}`}.`
}
