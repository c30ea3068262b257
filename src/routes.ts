/** Every address of the service, one line each: who may open it, and the page that answers. */

import type { Database } from './kit/database.ts'
import { uploadPlace } from './kit/upload-place.ts'
import { showAccessibility } from './web/accessibility/page.ts'
import { showChild } from './web/child/page.ts'
import { showCookies } from './web/cookies/page.ts'
import { decideDelivery, showDelivery } from './web/delivery/page.ts'
import { downloadRejections } from './web/delivery/rejections.ts'
import { answerDeskItem, showDesk } from './web/desk/page.ts'
import { showFamily } from './web/family/page.ts'
import { downloadDeliveries } from './web/feed-card/deliveries-csv.ts'
import { showFeedCard } from './web/feed-card/page.ts'
import { showFeeds } from './web/feeds/page.ts'
import { search, showFind } from './web/find/search.ts'
import { showLive, showReady } from './web/health/answer.ts'
import { showHelp } from './web/help/page.ts'
import { clearHeldAddress, showHolds } from './web/holds/page.ts'
import { showHome } from './web/home/page.ts'
import { showHowWeDecide } from './web/how-we-decide/page.ts'
import { MEND_A_FILE, showMendAFile } from './web/mend-a-file/page.ts'
import { downloadMeeting, showPeople } from './web/people/page.ts'
import { showPrivacy } from './web/privacy/page.ts'
import { askReason, giveReason } from './web/reason/page.ts'
import { showReceipt } from './web/receipt/page.ts'
import { showCheck, showResults } from './web/results/answer.ts'
import type { Route } from './web/route.ts'
import { showSources } from './web/sources/page.ts'
import { showStart } from './web/start/page.ts'
import { askThreshold, changeThreshold, showThresholds } from './web/thresholds/page.ts'
import { receiveUpload, showUpload } from './web/upload/page.ts'
import { downloadTemplate, showContract, showWhatToSend } from './web/what-to-send/page.ts'
import { showWhoElseLooked, showWhoLooked, showWhoLookedAtChild } from './web/who-looked/page.ts'
import { chooseWhy } from './web/why/page.ts'

/** `dataFolder` holds uploaded files while they are read. */
export function routes(database: Database, dataFolder: string): readonly Route[] {
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
    {
      method: 'GET',
      path: '/child/:person/who-looked',
      access: 'signed-in',
      handler: showWhoLookedAtChild(database),
    },
    { method: 'GET', path: '/receipt/:receipt', access: 'signed-in', handler: showReceipt(database) },
    { method: 'GET', path: '/feeds', access: 'signed-in', handler: showFeeds(database) },
    { method: 'GET', path: '/feeds/upload', access: 'signed-in', handler: showUpload(database) },
    {
      method: 'POST',
      path: '/feeds/upload',
      access: 'signed-in',
      upload: true,
      perMinute: 30,
      handler: receiveUpload(database, uploadPlace(dataFolder)),
    },
    { method: 'GET', path: MEND_A_FILE, access: 'signed-in', handler: showMendAFile },
    { method: 'GET', path: '/feeds/what-to-send', access: 'signed-in', handler: showWhatToSend(database) },
    {
      method: 'GET',
      path: '/feeds/what-to-send/:contract/:version',
      access: 'signed-in',
      handler: showContract(database),
    },
    {
      method: 'GET',
      path: '/feeds/what-to-send/:contract/:version/:part',
      access: 'signed-in',
      handler: downloadTemplate(database),
    },
    {
      method: 'GET',
      path: '/feeds/of/:partner/:contract/:version',
      access: 'signed-in',
      handler: showFeedCard(database),
    },
    {
      method: 'GET',
      path: '/feeds/of/:partner/:contract/:version/deliveries.csv',
      access: 'signed-in',
      handler: downloadDeliveries(database),
    },
    {
      method: 'GET',
      path: '/feeds/of/:partner/:contract/:version/holding',
      access: 'signed-in',
      handler: showThresholds(database),
    },
    {
      method: 'GET',
      path: '/feeds/of/:partner/:contract/:version/holding/:rule',
      access: 'signed-in',
      handler: askThreshold(database),
    },
    {
      method: 'POST',
      path: '/feeds/of/:partner/:contract/:version/holding/:rule',
      access: 'signed-in',
      handler: changeThreshold(database),
    },
    { method: 'GET', path: '/feeds/:delivery', access: 'signed-in', handler: showDelivery(database) },
    { method: 'POST', path: '/feeds/:delivery', access: 'signed-in', handler: decideDelivery(database) },
    {
      method: 'GET',
      path: '/feeds/:delivery/rejections.csv',
      access: 'signed-in',
      handler: downloadRejections(database),
    },
    { method: 'GET', path: '/who-looked', access: 'signed-in', handler: showWhoLooked(database) },
    {
      method: 'GET',
      path: '/who-looked/:entry',
      access: 'signed-in',
      handler: showWhoElseLooked(database),
    },
    { method: 'GET', path: '/desk', access: 'signed-in', handler: showDesk(database) },
    { method: 'POST', path: '/desk/:item', access: 'signed-in', handler: answerDeskItem(database) },
    { method: 'GET', path: '/holds', access: 'signed-in', handler: showHolds(database) },
    { method: 'POST', path: '/holds/:person', access: 'signed-in', handler: clearHeldAddress(database) },
    { method: 'GET', path: '/how-we-decide', access: 'public', handler: showHowWeDecide(database) },
    { method: 'GET', path: '/help', access: 'public', handler: showHelp },
    { method: 'GET', path: '/privacy', access: 'public', handler: showPrivacy },
    { method: 'GET', path: '/accessibility', access: 'public', handler: showAccessibility },
    { method: 'GET', path: '/health/live', access: 'public', handler: showLive },
    { method: 'GET', path: '/health/ready', access: 'public', handler: showReady(database) },
    { method: 'GET', path: '/cookies', access: 'public', handler: showCookies },
  ]
}
