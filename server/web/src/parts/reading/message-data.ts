/** What the view shows of a message that the Message Center opened. */
import { toMessageData } from "@smp/shared/ui"
import type { MessageData } from "@smp/shared/ui"
import type { Opened } from "./use-reading.ts"

export const dataOf = ({ message, slip, mail }: Opened, me: string): MessageData =>
  toMessageData(message, { organization: slip.organization, mail, me })
