/**
 * Notices stand in Thunderbird's message list as what they are. Each is marked once, as it arrives: whoever takes the mark
 * away from a mail, or deletes the tag, does not get it back.
 */
import { memory } from "../host/thunderbird-host.ts"
import { marks } from "../host/thunderbird-marks.ts"
import { backgroundStrings } from "../strings/background.ts"
import { isNotice } from "./notice-button.ts"

const MADE = "mark-made"
/** Readable on light and dark lists. */
const COLOR = "#2886de"

let wanted: Promise<boolean> | null = null

export async function markNotices(mailIds: readonly number[]): Promise<void> {
  for (const mailId of mailIds) {
    if (!(await isNotice(mailId)) || !(await isMarkWanted())) continue
    await marks.put(mailId)
  }
}

/** Makes the tag at the first notice of all. Mails arrive together: one look serves them. */
async function isMarkWanted(): Promise<boolean> {
  wanted ??= (async () => {
    if (await marks.exists()) return true
    if ((await memory.local.get(MADE)) === true) return false
    await marks.create(backgroundStrings().mark, COLOR)
    await memory.local.set(MADE, true)
    return true
  })()
  try {
    return await wanted
  } finally {
    wanted = null
  }
}
