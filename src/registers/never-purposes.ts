/**
 * Purposes that no sharing agreement can ever switch on. They stand in code, not in a register, so that nobody can
 * add one by changing data. The public page prints this list.
 */
export const NEVER_PURPOSES = [
  {
    id: 'immigration-enforcement',
    name: 'Immigration enforcement',
    says: 'Families must be able to ask for help without fear for their right to stay.',
  },
  {
    id: 'debt-recovery',
    name: 'Debt recovery',
    says: 'What a family tells a helper is not used to collect what it owes.',
  },
  {
    id: 'benefit-sanctions',
    name: 'Benefit sanctions',
    says: 'What a family tells a helper is not used to stop or cut its benefits.',
  },
  {
    id: 'fraud-matching',
    name: 'Matching for fraud',
    says: 'Records are not compared to look for fraud.',
  },
  {
    id: 'school-admissions',
    name: 'School admissions',
    says: 'No place at a school depends on what is recorded here.',
  },
  {
    id: 'commercial-use',
    name: 'Commercial use',
    says: 'Data are not sold, and not used to sell anything.',
  },
  {
    id: 'intelligence-search',
    name: 'Intelligence or bulk police search',
    says: 'The police ask about one child for whom they are worried; they do not search at large.',
  },
  {
    id: 'model-training',
    name: 'Training of models',
    says: 'Data of families do not train models.',
  },
] as const

const NEVER = new Set(NEVER_PURPOSES.map(purpose => inOneForm(purpose.id)))
/** Other names under which the same purposes might be entered. */
const ALSO_NEVER = [
  'bulk-police-search',
  'police-intelligence',
  'fraud',
  'immigration',
  'admissions',
  'marketing',
  'training-of-models',
  'benefit-fraud',
]
for (const id of ALSO_NEVER) NEVER.add(inOneForm(id))

/** Whether no agreement may ever name this purpose, however its id is written (`Debt recovery`, `DEBT_RECOVERY`). */
export function isNeverPurpose(id: string): boolean {
  return NEVER.has(inOneForm(id))
}

function inOneForm(id: string): string {
  return id.toLowerCase().replace(/[^a-z]/g, '')
}
