/** What @types/thunderbird-webext-browser 127 does not know of Thunderbird 140 and later. */
declare namespace messenger.messengerUtilities {
  interface ParsedMailbox {
    name?: string
    email?: string
    group?: ParsedMailbox[]
  }
  function parseMailboxString(
    mailboxString: string,
    options?: { preserveGroups?: boolean; expandMailingLists?: boolean },
  ): Promise<ParsedMailbox[]>
}

declare module "webextension-polyfill" {
  const browser: typeof messenger
  export default browser
}

declare namespace messenger.spaces {
  interface Space {
    id: number
    name: string
    isSelfOwned: boolean
  }
  interface SpaceTab {
    url: string
    linkHandler?: "strict" | "balanced" | "relaxed"
  }
  interface SpaceButton {
    title: string
    defaultIcons: Record<number, string>
    themeIcons: { light: string; dark: string; size: number }[]
  }
  function query(which: { name?: string; isSelfOwned?: boolean }): Promise<Space[]>
  function create(name: string, tab: SpaceTab, button: SpaceButton): Promise<Space>
  function remove(spaceId: number): Promise<void>
}
