/** The clock by which a role erases for ever: looked at every minute, and said loudly while it cannot be believed. */
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Config } from "../config.ts"
import { trustClock } from "../engines/sure-clock.ts"
import type { SureClock } from "../engines/sure-clock.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"

const LOOK_MS = 60_000
/** Looks between two repetitions of the same complaint. */
const REPEAT = 60

export const clockFile = (config: Pick<Config, "dataDir">, role: "web" | "notifier"): string =>
  join(config.dataDir, "clock", `${role}.json`)
export const agentFolder = (config: Pick<Config, "dataDir">): string => join(config.dataDir, "grant-agent")
export const agentClockFile = (folder: string): string => join(folder, "clock.json")

/** An operator says that the machine's clock is right; running roles take it within a minute. */
export function trustMachineClock(config: Config): void {
  const files = [clockFile(config, "web"), clockFile(config, "notifier"), agentClockFile(agentFolder(config))]
  for (const file of files) if (existsSync(dirname(file))) trustClock(file)
}

export function watchClock(clock: SureClock, log: Log): { stop(): void } {
  let looks = 0
  const tell = (): void => {
    const doubt = clock.doubt()
    if (doubt === null) {
      if (looks > 0) log.warn("the clock is believed again: what has ended is erased")
      looks = 0
    } else if (looks++ % REPEAT === 0)
      log.error("the clock has jumped: nothing is erased until it has held for up to a day, or trust-clock is said", {
        code: "clock-doubted",
        milliseconds: doubt.aheadMs,
      })
  }
  const look = (): void => {
    try {
      clock.look()
    } catch (fault) {
      log.error("fault", faultFields(fault))
    }
    tell()
  }
  tell()
  const looking = setInterval(look, LOOK_MS)
  return { stop: () => clearInterval(looking) }
}
