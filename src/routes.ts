/** Every address of the service, one line each: who may open it, and the page that answers. */

import type { Database } from './kit/database.ts'
import { showChild } from './web/child/page.ts'
import { showFamily } from './web/family/page.ts'
import { search, showFind } from './web/find/search.ts'
import { showHome } from './web/home/page.ts'
import { downloadMeeting, showPeople } from './web/people/page.ts'
import { askReason, giveReason } from './web/reason/page.ts'
import { showReceipt } from './web/receipt/page.ts'
import { showCheck, showResults } from './web/results/answer.ts'
import type { Route } from './web/route.ts'
import { showSources } from './web/sources/page.ts'
import { showStart } from './web/start/page.ts'
import { chooseWhy } from './web/why/page.ts'

export function routes(database: Database): readonly Route[] {
  return [
    { method: 'GET', path: '/', access: 'public', handler: showStart },
    { method: 'GET', path: '/home', access: 'signed-in', handler: showHome(database) },
    { method: 'POST', path: '/why', access: 'signed-in', handler: chooseWhy(database) },
    { method: 'GET', path: '/find', access: 'signed-in', handler: showFind(database) },
    { method: 'POST', path: '/find', access: 'signed-in', handler: search(database) },
    { method: 'GET', path: '/find/:search', access: 'signed-in', handler: showResults(database) },
    { method: 'GET', path: '/find/:search/check/:person', access: 'signed-in', handler: showCheck(database) },
    { method: 'GET', path: '/reason/:person', access: 'signed-in', handler: askReason(database) },
    { method: 'POST', path: '/reason/:person', access: 'signed-in', handler: giveReason(database) },
    { method: 'GET', path: '/family/:person', access: 'signed-in', handler: showFamily(database) },
    { method: 'GET', path: '/child/:person', access: 'signed-in', handler: showChild(database) },
    { method: 'GET', path: '/child/:person/people', access: 'signed-in', handler: showPeople(database) },
    {
      method: 'GET',
      path: '/child/:person/people/meeting.ics',
      access: 'signed-in',
      handler: downloadMeeting(database),
    },
    { method: 'GET', path: '/child/:person/sources', access: 'signed-in', handler: showSources(database) },
    { method: 'GET', path: '/receipt/:receipt', access: 'signed-in', handler: showReceipt(database) },
  ]
}
