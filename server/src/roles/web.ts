/** The web role: API, pages, uploads. Holds no key that opens a message. */
import type { Socket } from "node:net"
import { resolve } from "node:path"
import { serve } from "@hono/node-server"
import type { ServerType } from "@hono/node-server"
import type { PlatformReply } from "@smp/shared/wire"
import { toBase64url } from "@smp/shared/bytes"
import { composeData, composeFiles, diskGuard, opaqueSetUp } from "../compose.ts"
import type { Config } from "../config.ts"
import { agentClient } from "../engines/agent-client.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { keeperClient } from "../engines/keeper-client.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import { notifierWake } from "../engines/notifier-client.ts"
import { SureClock } from "../engines/sure-clock.ts"
import { outboxFile, readOutbox } from "../engines/mailer/dev-outbox.ts"
import { createApp } from "../http/app.ts"
import { plainAddress } from "../http/asker.ts"
import { openApi } from "../http/openapi.ts"
import { operations } from "../http/operations.ts"
import type { Route } from "../http/route.ts"
import { accountRoutes } from "../http/routes/account.routes.ts"
import { controlRoutes } from "../http/routes/control.routes.ts"
import { directoryRoutes } from "../http/routes/directory.routes.ts"
import { draftRoutes } from "../http/routes/draft.routes.ts"
import { mailboxRoutes } from "../http/routes/mailbox.routes.ts"
import { historyRoutes } from "../http/routes/history.routes.ts"
import { messageRoutes } from "../http/routes/message.routes.ts"
import { organizationRoutes } from "../http/routes/organization.routes.ts"
import { reminderRoutes } from "../http/routes/reminder.routes.ts"
import { stagedRoutes } from "../http/routes/staged.routes.ts"
import { trackingRoutes } from "../http/routes/tracking.routes.ts"
import { uploadRoutes } from "../http/routes/upload.routes.ts"
import { wantedRoutes } from "../http/routes/wanted.routes.ts"
import { serveOutlook } from "../http/outlook-pages.ts"
import { servePages } from "../http/static.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"
import { accountsService } from "../services/accounts.service.ts"
import { accountChanges } from "../services/account-changes.ts"
import { authoriser } from "../services/authorise.ts"
import { bouncesService } from "../services/bounces.service.ts"
import { clientNoticesService } from "../services/client-notices.service.ts"
import { controlService } from "../services/control.service.ts"
import { directoryService } from "../services/directory.service.ts"
import { draftsService } from "../services/drafts.service.ts"
import { filesService } from "../services/files.service.ts"
import { firstContactService } from "../services/first-contact.service.ts"
import { knownDevices } from "../services/known-devices.ts"
import { listingService } from "../services/listing.service.ts"
import { historyService } from "../services/history.service.ts"
import { logs as logViews } from "../services/log.service.ts"
import { mailboxIndex } from "../services/mailbox-index.ts"
import { mailboxService } from "../services/mailbox.service.ts"
import { notices as noticeService } from "../services/notices.ts"
import { organizationsService } from "../services/organizations.service.ts"
import { addressIndex, openProfile } from "../services/people.ts"
import { rateLimits } from "../services/rate-limits.ts"
import { readingService } from "../services/reading.service.ts"
import { remindersService } from "../services/reminders.service.ts"
import { searchIndex } from "../services/search-index.ts"
import { sendingService } from "../services/sending.service.ts"
import { sessionsService } from "../services/sessions.service.ts"
import { sweepSpentRows } from "../services/spent-rows.ts"
import { stagingService } from "../services/staging.service.ts"
import { liveEventsService } from "../services/live-events.service.ts"
import { trackingService } from "../services/tracking.service.ts"
import { wantedService } from "../services/wanted.service.ts"
import { textOfStatement } from "../services/texts.ts"

import { clockFile, watchClock } from "./clock-watch.ts"

export interface WebRole {
  readonly routes: readonly Route[]
  readonly server: ServerType
  stop(): Promise<void>
}
export interface WebParts {
  readonly config: Config
  readonly log: Log
  readonly keeper?: LogKeeper
  readonly agent?: GrantAgent
}

const SWEEP_MS = 10 * 60_000
const AGENT_MS = 60_000
/** An event is covered by a checkpoint within a minute (docs/PROTOCOL.md §7.3). */
const COLLECT_MS = 50_000
const PAGES = resolve(import.meta.dirname, "../../web/dist")
const OUTLOOK_PAGES = resolve(import.meta.dirname, "../../../addin-outlook/dist/add-in")

export async function startWeb({
  config,
  log,
  keeper = keeperClient(config.sockets.keeper),
  agent = agentClient(config.sockets.agent),
}: WebParts): Promise<WebRole> {
  const now = Date.now
  const clock = new SureClock(clockFile(config, "web"))
  const watched = watchClock(clock, log)
  const report = (fault: unknown, route = "") => log.error("fault", { ...faultFields(fault), route })
  const data = await composeData(config)
  const { house, platform } = data
  const logs = logViews({
    host: config.host,
    keys: data.directory,
    organization: (org) => house.get(org).log,
    keeper,
    now,
    report,
  })
  const directory = directoryService({
    directory: data.directory,
    identities: data.identities,
    logs,
    keeper,
    platform,
    now,
  })
  const notices = noticeService({
    house,
    mailDomain: new URL(config.origin).hostname,
    now,
    wake: notifierWake(config.sockets.notifier),
  })
  const organizations = organizationsService({ ...data, directory, logs, keeper, agent, notices, now })
  const hasRoom = diskGuard(config)
  const store = composeFiles(config)
  const files = filesService({ house, store, now, hasRoom, report, most: config.quotas })
  const sessions = sessionsService({
    store: data.sessions,
    now,
    addressOf: async (identity) => {
      const found = await data.identities.byId(identity)
      return found === null ? null : openProfile(platform, `identity|${identity}`, found.profileSealed).address
    },
  })
  const devices = knownDevices({ store: data.knownDevices, now })
  const limits = rateLimits(config.quotas)
  const { message: authorise, find } = authoriser(house)
  const firstContact = firstContactService({ house, organizations: data.organizations, directory, agent, now, report })
  const accounts = accountsService({
    ...data,
    directory,
    logs,
    sessions,
    devices,
    agent,
    limits,
    opaqueSetUp: await opaqueSetUp(config),
    host: config.host,
    now,
  })
  const mailboxes = await mailboxIndex({ house, store: data.mailboxes, platform })
  const search = searchIndex({ house, report })
  const sending = sendingService({
    house,
    organizations,
    directory,
    files,
    logs,
    notices,
    mailboxes,
    search,
    authorise,
    now,
    hasRoom,
  })
  const staging = stagingService({ house, files, check: sending.check, now, hasRoom })
  const wanted = wantedService({ mailboxes, organizations, directory, notices, authorise, limits, now })
  const changes = accountChanges({
    identities: data.identities,
    platform,
    directory,
    mailboxes,
    organizations,
    notices,
    now,
    report,
  })
  const reading = readingService({
    directory,
    files,
    logs,
    firstContact,
    find,
    isPasswordProved: accounts.isPasswordProved,
    now,
  })
  const controlling = controlService({
    authorise,
    find,
    organizations,
    directory,
    agent,
    notices,
    now,
    report,
  })
  const describePlatform = async (): Promise<PlatformReply> => {
    const [{ keyLog }, statements] = [await keeper.keys(), await agent.statements()]
    return {
      origin: config.origin,
      host: config.host,
      keyLog: { origin: keyLog.origin, pub: toBase64url(keyLog.pub), vrf: toBase64url(keyLog.vrf) },
      agent: { statements: statements.map(textOfStatement) },
      devOutbox: config.smtp === null && config.isLoopback,
      setUp: house.all().length === 0,
    }
  }
  const holdsMessageOf = async (org: string, address: string): Promise<boolean> => house.get(org).lists.hasAny(address)
  const memberOf = async (address: string): Promise<string[]> =>
    (await data.organizations.membershipsOf(addressIndex(platform, address))).map(({ org }) => org)
  const listing = listingService({ mailboxes, now })
  const mayWrite = async (org: string, address: string) =>
    (await organizations.roleOf(org, address)) !== null || holdsMessageOf(org, address)
  const live = liveEventsService({ house, isLive: sessions.isLive, report })
  const tracking = trackingService({ mailboxes })
  const drafts = draftsService({ house, mayWrite, now, hasRoom, onChange: live.draft })
  const routes = [
    ...accountRoutes({ accounts, sessions, firstContact, changes, report }),
    ...directoryRoutes({ directory, logs, house, organizations, limits, platform: describePlatform }),
    ...organizationRoutes(organizations),
    ...wantedRoutes(wanted),
    ...uploadRoutes({ files, organizations, holdsMessageOf }),
    ...messageRoutes({ sending, reading, authorise, limits }),
    ...historyRoutes({ history: historyService({ logs, keeper }), authorise }),
    ...mailboxRoutes({ listing, mailboxes: mailboxService({ house, mailboxes, memberOf, authorise }) }),
    ...stagedRoutes(staging),
    ...draftRoutes(drafts),
    ...controlRoutes(controlling),
    ...reminderRoutes({
      reminding: remindersService({ authorise, now }),
      clientNotices: clientNoticesService({ authorise, now }),
      bounces: bouncesService({ find, organizations, now }),
    }),
    ...trackingRoutes({ tracking, live }),
  ]
  // The keeper knows how far the logs had come, also when an older database was put back.
  for (const { id, log: held } of house.all())
    await held.continueFrom((await keeper.checkpoint(`${config.host}/log/${id}`)).size)
  const collect = () => Promise.all(house.all().map(({ id }) => logs.collect(id).catch(report)))
  // The agent's keys are logged before anybody can be asked to trust them.
  const publishAgent = async () => directory.publish(await agent.statements())
  await publishAgent()

  let observe: (route: string, status: number, milliseconds: number) => void = () => undefined
  const app = createApp({
    routes,
    sessions,
    roleOf: organizations.roleOf,
    origin: config.origin,
    outlookOrigin: config.outlook.origin,
    proxies: config.proxies,
    report,
    observe: (...seen) => observe(...seen),
  })
  ;({ observe } = operations(app, {
    describe: () => openApi(routes, config.origin),
    probe: async () => {
      await Promise.all([keeper.keys(), agent.statements(), data.organizations.all()])
    },
    isClockDoubted: () => clock.doubt() !== null,
    waitingNotices: async () =>
      (await Promise.all(house.all().map(({ queue }) => queue.waiting()))).reduce((sum, count) => sum + count, 0),
    proxies: config.proxies,
    outbox: config.smtp === null && config.isLoopback ? () => readOutbox(outboxFile(config.dataDir)) : null,
  }))
  serveOutlook(app, { folder: OUTLOOK_PAGES, server: config.origin, ...config.outlook })
  servePages(app, PAGES)
  const server = await listen(app.fetch, config)
  const sweep = () => {
    const at = clock.certain()
    const sweeps = [
      files.sweep(at),
      sessions.sweep(at),
      devices.sweep(at),
      sweepSpentRows(house.all(), at),
      changes.settleAll(),
    ]
    return Promise.all(sweeps).catch(report)
  }
  // What a predecessor left.
  void sweep()
  const sweeper = setInterval(() => void sweep(), SWEEP_MS)
  const publisher = setInterval(() => publishAgent().catch(report), AGENT_MS)
  const collector = setInterval(() => void collect(), COLLECT_MS)
  return {
    routes,
    server,
    stop: async () => {
      clearInterval(sweeper)
      watched.stop()
      clearInterval(publisher)
      live.stop()
      search.stop()
      clearInterval(collector)
      await new Promise<void>((done) => server.close(() => done()))
      await store.close()
      data.close()
    },
  }
}

const PER_ADDRESS = 256

function listen(fetch: Parameters<typeof serve>[0]["fetch"], config: Config): Promise<ServerType> {
  return new Promise((resolved, reject) => {
    const server = serve(
      {
        fetch,
        port: config.port,
        // Node reads what is left of a refused body until the request's time is over; cut earlier, its sender would see
        // a broken line instead of the answer.
        autoCleanupIncoming: false,
        hostname: config.bind,
        serverOptions: { headersTimeout: 10_000, requestTimeout: 300_000, keepAliveTimeout: 30_000 },
      },
      () => resolved(server),
    )
    server.once("error", reject)
    limitConnections(server, config)
  })
}

/** One address cannot take all connections; honest ones keep theirs (threat model R29). Those of a proxy are many people's. */
function limitConnections(server: ServerType, { isLoopback, proxies }: Config): void {
  const most = isLoopback ? 4 * PER_ADDRESS : PER_ADDRESS
  const open = new Map<string, number>()
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "")
    if (proxies.has(address)) return undefined
    const count = (open.get(address) ?? 0) + 1
    if (count > most) return socket.destroy()
    open.set(address, count)
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
    return undefined
  })
}
