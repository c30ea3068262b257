import type { Check } from './check.ts'

/** Whether a period ends no earlier than it starts, as far as both are known. */
export function inOrder(from: string | undefined, to: string | undefined): boolean {
  return !from || !to || from <= to
}

/** Given `start/end`: a period that ends before it starts has no place in a calendar. */
export const datesInOrder: Check = {
  rule: 'dates-in-order',
  says: 'A period does not end before it starts.',
  remedy:
    'The period ends before it starts. Correct the start or the end in your system. The end was left out.',
  mostly: 'One of the two dates has a slip in it, mostly in its year.',
  effect: 'field left out',
  passes: text => {
    const [from, to] = text.split('/')
    return inOrder(from, to)
  },
  examples: [
    { text: '2024-01-01/2024-01-01', passes: true },
    { text: '2024-01-02/2024-01-01', passes: false },
    { text: '/2024-01-01', passes: true },
  ],
}
