import type { NavigationLink } from './page-components.ts'

/** What of the registers decides which places a role is shown. Showing a link gives no right. */
export type Places = {
  roles: readonly { id: string; searchBreadth: string }[]
  actions: readonly { id: string; roles: readonly string[] }[]
}

const FOR_ACTIONS: [link: { text: string; href: string }, anyOf: string[]][] = [
  [{ text: 'Feeds', href: '/feeds' }, ['see-feeds', 'upload-delivery', 'upload-own-delivery']],
  [{ text: 'Who looked', href: '/who-looked' }, ['see-who-looked']],
  [{ text: 'Protected records', href: '/desk' }, ['answer-desk']],
  [{ text: 'Held addresses', href: '/holds' }, ['clear-hold']],
]

/** The places in the header, for each role: only those where it can do something. */
export function navigationFor({
  roles,
  actions,
}: Places): (practitioner: { role: string }) => NavigationLink[] {
  return ({ role }) => {
    const searches = roles.some(({ id, searchBreadth }) => id === role && searchBreadth !== 'none')
    const may = new Set(actions.filter(action => action.roles.includes(role)).map(action => action.id))
    return [
      { text: 'Home', href: '/home' },
      ...(searches ? [{ text: 'Find a person', href: '/find' }] : []),
      ...FOR_ACTIONS.filter(([, anyOf]) => anyOf.some(id => may.has(id))).map(([link]) => link),
    ]
  }
}
