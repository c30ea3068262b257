/** What the demonstration's identity provider remembers: in this process, for minutes. */

import type { Adapter, Payload } from 'oidc-provider'

/** No more than this many sign-ins under way; the oldest are forgotten first. */
const MOST = 5000

/** A store for each kind of thing, all of them in one map that keeps the order of writing. */
export function rememberForAWhile(): (model: string) => Adapter {
  const kept = new Map<string, { payload: Payload; until: number }>()

  const find = (key: string) => {
    const entry = kept.get(key)
    return entry && entry.until > Date.now() ? entry.payload : undefined
  }
  const findWhere = (model: string, fits: (payload: Payload) => boolean) =>
    [...kept.keys()]
      .filter(key => key.startsWith(`${model}:`))
      .map(find)
      .find(payload => payload && fits(payload))

  return model => ({
    async upsert(id, payload, expiresIn = 600) {
      kept.delete(`${model}:${id}`)
      kept.set(`${model}:${id}`, { payload, until: Date.now() + expiresIn * 1000 })
      for (const [key, { until }] of kept) if (until <= Date.now() || kept.size > MOST) kept.delete(key)
    },
    find: async id => find(`${model}:${id}`),
    findByUid: async uid => findWhere(model, payload => payload.uid === uid),
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = find(`${model}:${id}`)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`)
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
  })
}
