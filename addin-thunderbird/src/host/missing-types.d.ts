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
