import { Worker } from 'node:worker_threads'
import { Fault } from '../../kit/faults.ts'
import { newState, runTask, type Task, type TaskName } from './tasks.ts'

/** Worker threads that run the same task at once. A task ends when all have ended it: a barrier stands between phases. */
export type Pool = {
  size: number
  /** Runs a task on every worker; `give` says what each is given. Results stand in the order of workers. */
  run<N extends TaskName>(
    name: N,
    give: (worker: number) => Parameters<Task<N>>[1],
  ): Promise<ReturnType<Task<N>>[]>
  close(): Promise<void>
}

type Answer = { result?: unknown; fault?: { code: string; message: string } }

/** In the package the sources are JavaScript. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('./worker.ts', import.meta.url)
  : new URL('./worker.js', import.meta.url)

/** As many workers as `size` says; for 0 the caller's own thread does the work, as a few records are not worth a worker. */
export function openPool(size: number): Pool {
  return size === 0 ? ownThread() : openWorkers(size)
}

function ownThread(): Pool {
  const state = newState()
  return {
    size: 1,
    run: async (name, give) => [runTask(state, name, give(0) as never) as never],
    close: async () => {},
  }
}

function openWorkers(size: number): Pool {
  const workers = Array.from({ length: size }, () => new Worker(WORKER))
  let fail: (error: unknown) => void = () => {}
  for (const worker of workers) worker.on('error', error => fail(asFault(error, size)))
  return {
    size,
    run: (name, give) =>
      new Promise((resolve, reject) => {
        fail = reject
        const results: unknown[] = []
        let waiting = size
        for (const [number, worker] of workers.entries()) {
          worker.once('message', (answer: Answer) => {
            if (answer.fault) {
              reject(new Fault(answer.fault.code as 'file-unreadable', answer.fault.message))
              return
            }
            results[number] = answer.result
            if (--waiting === 0) resolve(results as never)
          })
          worker.postMessage({ name, given: give(number) })
        }
      }),
    close: async () => {
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}

const isAllocation = (error: unknown): boolean =>
  error instanceof RangeError &&
  /allocation|array length/i.test(error.message) &&
  !/-?Infinity|NaN/.test(error.message)

function asFault(error: unknown, size: number): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY' && !isAllocation(error)) return error
  return new Fault(
    'memory-short',
    `A worker ran out of it. Use fewer than ${size} with --threads, or split the file.`,
    { cause: error },
  )
}
