/** What a partner can be told about a row or a field: the rule that was not met, and what to do. Never the value. */
export type Rule = {
  /** Names the rule in the file of rejections. */
  rule: string
  says: string
  remedy: string
  /** How it mostly comes about, for whoever looks for it in their own system. */
  mostly: string
}

/**
 * A check of one field: what it says, what the partner can do, its function and its examples. The examples are its
 * tests, and the sentence is what the partner reads, so neither can drift from the code.
 */
export type Check = Rule & {
  /** What happens to a value that fails: a required field that is left out costs its row. */
  effect: 'field left out' | 'kept and reported'
  /** `today` is the day in London on which the file is read. */
  passes(text: string, today: string): boolean
  examples: { text: string; passes: boolean; today?: string }[]
}
