/** The first minutes of a new server. */
export const setUp = {
  title: "Set up your organization",
  text: "You are the first administrator. This takes about two minutes.",
  sideTitle: "What you make here",
  organizationStep: "Your organization",
  organizationStepHint: "Its name stands on every notice.",
  accountStep: "Your account",
  accountStepHint: "Its keys are made on this device.",
  recoveryStep: "Your recovery code",
  recoveryStepHint: "The only way back without the password.",
  linkOnce:
    "This link works once. Whoever opens it first becomes the administrator, so finish here before you pass anything on.",
  formTitle: "Organization and first account",
  organization: "Name of the organization",
  organizationHint: "As people outside know it, for example on your letters.",
  yourAddress: "Your e-mail address",
  yourAddressHint: "Notices for you go there.",
  create: "Make the organization",
  steps: { account: "Your account was made", organization: "Your organization is made", working: "Working" },
  usedTitle: "This link was used already",
  usedText:
    "The server has an administrator. If that is you, sign in. If it is not you, somebody else opened the link first: tell whoever runs this server.",
  missingTitle: "This link is not complete",
  missingText: "Open the whole set-up link that the server printed when it was started for the first time.",
  done: "Open the Message Center",
}
