/** The mark of the add-in in Thunderbird's message list: a tag. It tells nothing beyond the mail's own header field. */
import thunderbird from "webextension-polyfill"

const KEY = "secure-message"

export const marks = {
  exists: async (): Promise<boolean> => (await thunderbird.messages.tags.list()).some(({ key }) => key === KEY),
  /** `color`: #rrggbb, of the row in the list. */
  create: (name: string, color: string): Promise<void> => thunderbird.messages.tags.create(KEY, name, color),
  /** Other tags of the mail stay. */
  async put(mailId: number): Promise<void> {
    const { tags } = await thunderbird.messages.get(mailId)
    if (!tags.includes(KEY)) await thunderbird.messages.update(mailId, { tags: [...tags, KEY] })
  },
}
