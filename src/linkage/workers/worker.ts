/** A worker thread: runs the tasks that the pool sends, one after the other. */
import { parentPort } from 'node:worker_threads'
import { Fault } from '../../kit/faults.ts'
import { newState, runTask, type TaskName } from './tasks.ts'

const state = newState()

parentPort?.on('message', ({ name, given }: { name: TaskName; given: never }) => {
  try {
    parentPort?.postMessage({ result: runTask(state, name, given) })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    parentPort?.postMessage({ fault: { code: error.code, message: error.more } })
  }
})
