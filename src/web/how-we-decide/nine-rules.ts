/** The rules that the service never breaks, as the public reads them. */
export const NINE_RULES: readonly { rule: string; says: string }[] = [
  {
    rule: 'Nothing is shown unless something allows it',
    says: 'A signed agreement that is in date, under a law in force, must cover it. If anything is unclear, the answer is no.',
  },
  {
    rule: 'No look without a record',
    says: 'Who looked, when and why is written down together with the look. If it cannot be written, nothing is shown.',
  },
  {
    rule: 'Finding nothing never means that there is nothing',
    says: 'Pages say what was asked, what the data covers, and how old it is.',
  },
  {
    rule: 'A refusal never tells whether a person exists',
    says: 'A record that is kept apart and a record that does not exist look the same. Every search ends with the same words.',
  },
  {
    rule: 'Protection holds everywhere',
    says: 'An address that is kept safe stays safe in every search, list and page. So do adopted and sealed identities.',
  },
  {
    rule: 'No person gets a score',
    says: 'Nobody is ranked or predicted.',
  },
  {
    rule: 'As little as possible, for no longer than its source',
    says: 'What no purpose needs is dropped before it is stored. What a source withdraws is no longer shown.',
  },
  {
    rule: 'What was done can be undone and explained',
    says: 'Each answer has a receipt. Records that were joined wrongly can be parted again.',
  },
  {
    rule: 'The service never stands in the way of telling somebody',
    says: 'What it shows and what the law lets a person say are two things. Each refusal carries the numbers to ring.',
  },
]
