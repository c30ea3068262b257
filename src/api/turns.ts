/** Lets only so many run at once; the others wait in the order in which they came. */
export function openTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The turn is handed over rather than given back, so that nobody slips in between.
      if (next) next()
      else running -= 1
    }
  }
}
