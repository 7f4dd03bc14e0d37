/** The add-in's own space: its button in Thunderbird's bar at the left, and the tab that it opens. At most one. */
import thunderbird from "webextension-polyfill"

const NAME = "secure_messages"
const icon = { 16: "icons/shield.svg", 32: "icons/shield.svg", 64: "icons/shield.svg" }
/** `light` is the icon for light text, that is for dark themes. */
const themeIcons = [16, 32].map((size) => ({ light: "icons/shield-dark-theme.svg", dark: "icons/shield.svg", size }))

const own = async () => (await thunderbird.spaces.query({ name: NAME, isSelfOwned: true }))[0] ?? null

export const space = {
  exists: async (): Promise<boolean> => (await own()) !== null,
  /** Links to other hosts leave it for the user's browser. `url` holds nothing confidential: it stands in Thunderbird's session. */
  async create(url: string, title: string): Promise<void> {
    const tab = { url, linkHandler: "balanced" } as const
    await thunderbird.spaces.create(NAME, tab, { title, defaultIcons: icon, themeIcons })
  },
  /** A few characters on its button; empty: none. */
  async badge(text: string): Promise<void> {
    const mine = await own()
    if (mine !== null) await thunderbird.spaces.update(mine.id, { badgeText: text })
  },
  /** Its tabs close too. */
  async remove(): Promise<void> {
    const mine = await own()
    if (mine !== null) await thunderbird.spaces.remove(mine.id)
  },
}
