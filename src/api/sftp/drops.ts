/** The drops of all systems: opened once, looked through whenever something changed, one delivery of each at a time. */

import { mkdir, readdir } from 'node:fs/promises'
import { openRoot, type Root } from './root.ts'
import { returnUnmarked, sweepRoot, type TakeOptions, takeWhole } from './take.ts'

const RETRY_MS = 60_000
const SWEEP_MS = 3_600_000

export type Drops = {
  open(clientId: string): Promise<Root>
  /** Something in a drop changed: takes what is whole now, soon. */
  notice(root: Root): void
  /** Begins nothing new and waits for what is being taken. */
  close(): Promise<void>
}

/** Opens the drops that there are in `folder`, and goes on where an earlier process was cut off. */
export async function openDrops(folder: string, options: TakeOptions): Promise<Drops> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const roots = new Map<string, Promise<Root>>()
  const running = new Map<Root, Promise<void>>()
  const again = new Set<Root>()
  const timers = new Set<NodeJS.Timeout>()
  let isClosed = false

  const notice = (root: Root) => {
    if (isClosed) return
    if (running.has(root)) return void again.add(root)
    const taking = takeWhole(options, root).catch(error => {
      // The database may be away; the files stay, and are tried again.
      options.onError(error, 'a delivery by SFTP was not taken')
      later(RETRY_MS, () => notice(root))
    })
    running.set(root, taking)
    void taking.then(() => {
      running.delete(root)
      if (again.delete(root)) notice(root)
    })
  }
  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer.unref())
  }
  const open = (clientId: string) => {
    const known = roots.get(clientId) ?? openRoot(folder, clientId)
    roots.set(clientId, known)
    known.catch(() => roots.delete(clientId))
    return known
  }
  const sweep = async () => {
    for (const root of roots.values()) {
      await sweepRoot(await root, options.clock())
      notice(await root)
    }
    later(SWEEP_MS, () => void sweep().catch(error => options.onError(error, 'drops were not swept')))
  }

  for (const clientId of await readdir(folder)) await returnUnmarked(await open(clientId))
  await sweep()
  return {
    open,
    notice,
    close: async () => {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
