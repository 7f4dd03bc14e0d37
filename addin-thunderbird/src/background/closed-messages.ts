/** Which messages were found closed since Thunderbird started: the button above their notices opens the slip. */
import { memory } from "../host/thunderbird-host.ts"

const PREFIX = "closed:"
const keyOf = (message: string) => `${PREFIX}${message}`

/**
 * Known after somebody tried to open it here, or after the server told of a change while its notice was on the screen; it
 * is not asked for the sake of a label.
 */
export const isKnownClosed = async (message: string): Promise<boolean> =>
  (await memory.session.get(keyOf(message))) === true

export const noteClosed = (message: string, isClosed: boolean): Promise<void> =>
  isClosed ? memory.session.set(keyOf(message), true) : memory.session.delete(keyOf(message))

export const onClosedChange = (listener: () => void): (() => void) =>
  memory.session.onChange((keys) => {
    if (keys.some((key) => key.startsWith(PREFIX))) listener()
  })
