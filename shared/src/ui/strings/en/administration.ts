import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

export const administration = {
  members: "Members",
  membersOf: (organization: string) => `Members of ${organization}`,
  count: (count: number) => `${count} ${p(count, "member", "members")}`,
  add: "Add a member",
  addText: "We mail an invitation. The person proves the mailbox and chooses a password; nobody else learns it.",
  name: "Name",
  role: "Role",
  roles: { guest: "Guest", member: "Member", officer: "Officer", administrator: "Administrator" },
  roleHint: {
    member: "Writes and reads.",
    officer: "Like a member; takes part in decisions such as opening the archive.",
    administrator: "Like a member; also manages members and rules.",
    guest: "Reads and answers.",
  },
  state: { invited: "Invited", active: "Active", disabled: "Switched off" },
  since: "Since",
  invite: "Add and invite",
  added: (address: string) => `${address} was added and invited.`,
  exists: "This address is a member already.",
  empty: "Only you so far",
  emptyText: "Add the people who write in the name of the organization.",
  notAllowed: "Only administrators see the members.",
  notAllowedTitle: "Not for your role",
}

export const account = {
  title: "Account",
  profile: "You",
  memberOf: "Member of",
  noMembership: "Guest: you can read and answer what was sent to you.",
  devices: "Where you are signed in",
  devicesText: "Signing out a device destroys what it needs to unlock your messages.",
  thisDevice: "This device",
  signedInSince: (when: string) => `since ${when}`,
  lastUsed: (when: string) => `last used ${when}`,
  signOutDevice: "Sign out",
  signOutDeviceLabel: (device: string) => `Sign out ${device}`,
  deviceSignedOut: "The device was signed out.",
  appearance: "Language and appearance",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the device", light: "Light", dark: "Dark" },
  signOut: "Sign out here",
  signOutText: "Signing out wipes all keys of this session from this device.",
  key: "Your key",
  keyText: "Read these groups to each other on the phone when somebody wants to be sure that this key is yours.",
}
