/** Which sends are under way: noted before they begin, so that the next start asks about those that did not end. */
import { memory } from "./host/thunderbird-host.ts"

const PREFIX = "sending:"

export const noteUnderWay = (tabId: number): Promise<void> => memory.local.set(`${PREFIX}${tabId}`, Date.now())
export const noteEnded = (tabId: number): Promise<void> => memory.local.delete(`${PREFIX}${tabId}`)

const keys = async () => Object.keys(await memory.local.all()).filter((key) => key.startsWith(PREFIX))

export const isAnythingUnderWay = async (): Promise<boolean> => (await keys()).length > 0
export const forgetUnderWay = async (): Promise<void> => memory.local.delete(await keys())
