/**
 * The grant-agent role: own process, own keys; the mailbox prover too. It speaks SMTP itself, so that a mailbox code is in
 * no queue, no database and no log.
 */
import { join } from "node:path"
import type { Config } from "../config.ts"
import { agentContract } from "../engines/agent-client.ts"
import { keeperClient } from "../engines/keeper-client.ts"
import { createMailer } from "../engines/mailer/create-mailer.ts"
import { MailNotSent } from "../engines/mailer/mailer.ts"
import type { Mailer } from "../engines/mailer/mailer.ts"
import { serveCalls } from "../engines/socket/serve-calls.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"
import { localeOf } from "../services/notice-mail/catalogue.ts"
import { codeMail } from "../services/notice-mail/notice-mail.ts"
import { noticeMessageId } from "../services/notices.ts"
import { agentFolder, watchClock } from "./clock-watch.ts"
import { FolderGrantAgent } from "./grant-agent/folder-grant-agent.ts"
import type { CodeMail } from "./grant-agent/folder-grant-agent.ts"
import { SetUpTokens } from "./grant-agent/set-up-tokens.ts"

const AGAIN_MS = 3_000
const TICK_MS = 60_000

export async function startGrantAgent({
  config,
  log,
}: {
  config: Config
  log: Log
}): Promise<{ stop(): Promise<void> }> {
  const mailer = createMailer(config)
  const report = (fault: unknown) => log.error("fault", faultFields(fault))
  const agent = await FolderGrantAgent.open({
    folder: agentFolder(config),
    keeper: keeperClient(config.sockets.keeper),
    sendCode: (mail) => void sendUntilExpired(config, mailer, mail, log),
  })
  const served = await serveAgent(config, agent, log)
  const watched = watchClock(agent.clock, log)
  const ticking = setInterval(() => void agent.tick().catch(report), TICK_MS)
  const token = agent.firstSetUpToken()
  if (token !== null) {
    process.stdout.write(`\nSet up your organization once, with this link:\n  ${setUpLink(config, token)}\n\n`)
  }
  return {
    stop: async () => {
      clearInterval(ticking)
      watched.stop()
      await served.close()
      await agent.close()
      await mailer.close()
    },
  }
}

function serveAgent(config: Config, agent: FolderGrantAgent, log: Log) {
  return serveCalls({
    path: config.sockets.agent,
    contract: agentContract,
    calls: {
      statements: async () => ({ statements: await agent.statements() }),
      mailCode: (request) => agent.mailCode(request),
      prove: (request) => agent.prove(request),
      checkCode: async (request) => {
        await agent.checkCode(request)
        return {}
      },
      grantFirstContact: (request) => agent.grantFirstContact(request),
      noteControls: async (request) => {
        await agent.noteControls(request)
        return {}
      },
      destroy: (request) => agent.destroy(request),
      setUpDone: async ({ idn }) => {
        await agent.setUpDone(idn)
        return {}
      },
      newSetUpToken: async () => ({ token: await agent.newSetUpToken() }),
    },
    onFault: (call, fault) => log.error("fault", { ...faultFields(fault), route: call }),
  })
}

/** Another one-time link while no agent runs; a running one is asked. */
export function newSetUpLink(config: Config): string {
  return setUpLink(config, new SetUpTokens(join(agentFolder(config), "set-up.json"), Date.now).make())
}

/** The token stands in the fragment: browsers do not send it, so no log of a server has it. */
export const setUpLink = (config: Config, token: string): string => `${config.origin}/set-up#${token}`

/** A code is worth nothing later: it is tried again only until it expires, and not when the address is refused. */
async function sendUntilExpired(config: Config, mailer: Mailer, mail: CodeMail, log: Log): Promise<void> {
  const house = { origin: config.origin, host: config.host, from: config.from }
  const messageId = noticeMessageId(new URL(config.origin).hostname)
  const written = codeMail(house, { to: mail.to, code: mail.code, at: mail.askedAt, messageId }, localeOf(mail.locale))
  while (Date.now() < mail.expiresAt) {
    try {
      return await mailer.send(written)
    } catch (fault) {
      log.warn("a code waits for the mail server", faultFields(fault))
      if (fault instanceof MailNotSent && fault.failure === "refused") return
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}
