import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

/** Arrival, code, password, recovery code, sign-in, lost password. */
export const entrance = {
  wroteToYou: (name: string) => `${name} has written to you in confidence`,
  sent: (when: string) => `sent ${when}`,
  whatHappens: "What happens now – about one minute, free, nothing to install",
  steps: {
    label: "Steps",
    now: (step: string) => `${step} – now`,
    done: "done",
    of: (step: number, count: number) => `Step ${step} of ${count}`,
    mailbox: "Prove it is your mailbox",
    mailboxHint: "We mail you a code with 12 characters.",
    password: "Choose a password",
    passwordHint: "Only you know it. We never see it.",
    recovery: "Keep your recovery code",
    recoveryHint: "It lets you back in if you forget the password.",
  },
  genuine: (name: string) =>
    `Not sure whether this is genuine? Call ${name} on a number you already have. Do not use a number from the e-mail or from this page.`,
  isThisYourMailbox: "Is this your mailbox?",
  messageIsForAddress:
    "The message is for this address. To be sure that nobody else opens it, we send a code there. The code works for 10 minutes.",
  messageIsForSomeone:
    "To be sure that nobody else opens the message, we send a code to your mailbox. The code works for 10 minutes.",
  hiddenOnPurpose: "Part of the address is hidden on purpose",
  fullAddress: "Your full e-mail address",
  fullAddressHint: "Type the address that the notice was sent to.",
  sendCode: "Send me the code",
  notMyAddress: "This is not my address",
  notMyAddressTitle: "This is not your address?",
  notMyAddressText:
    "Then the notice reached you by mistake, or was forwarded. The message can be opened only by the person whose mailbox it was sent to. Nothing has been sent and nothing was opened: you can simply close this page.",
  beenHere: "Been here before?",
  signInLink: "Sign in",
  enterCode: "Enter the code",
  codeSentTo: (address: string, time: string) =>
    `We sent 12 characters to ${address} at ${time}. Keep this page open while you look.`,
  codeSent: "Code sent",
  codeLabel: "Code from the e-mail",
  codeHint: (time: string) => `Works until ${time}. Only the newest code counts. Capitals and blanks do not matter.`,
  codeIncomplete: "The code has 12 characters.",
  codeWrong: (tries: number) => `That code is not right. ${tries} ${p(tries, "try", "tries")} left.`,
  codeWrongPlain: "That code is not right.",
  codeExpired: "This code has expired. Send a new one.",
  sendNewCode: "Send a new code",
  sendNewCodeIn: (time: string) => `Send a new code (in ${time})`,
  nothingArrived: "Nothing arrived?",
  lookInJunk: "Look in the junk folder. Some companies hold mail for a few minutes.",
  otherAddress: "Use another address",
  devOutbox: "This server runs without a mail server. Its mails are in the outbox:",
  devOutboxLink: "open the outbox",
  choosePassword: "Choose a password",
  choosePasswordText:
    "It opens your messages on this and every other device. We never learn it, so we cannot read your messages or mail you the password.",
  newPassword: "New password",
  passwordHint: "At least 10 characters. Three or four unrelated words work well.",
  passwordTooShort: "Please use at least 10 characters.",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  strength: { label: "Strength", weak: "Too easy to guess", fair: "Could be better", good: "Good", strong: "Strong" },
  nameHint: "Recipients of your answers see it.",
  staySignedIn: "This is my own device – stay signed in for 30 days",
  makingKeys: "Your keys are being made on this device …",
  keepRecovery: "Keep your recovery code",
  keepRecoveryText:
    "If you ever forget the password, this code gets you back in. Nobody else has a copy, not even the people who run this server.",
  recoveryGroups: "Recovery code",
  download: "Download",
  print: "Print",
  goodPlaces:
    "Good places: a password manager, or printed in the drawer with your passport. Bad places: your mailbox, or a photo on this phone.",
  typeLastGroup: "Type the last group, so that we know you have it",
  lastGroupRight: "That is right",
  lastGroupWrong: "This is not the last group of your code.",
  lastGroupMissing: "Please type the last group first.",
  openMessage: "Open the message",
  openMessageCenter: "Open the Message Center",
  recoveryFile: {
    name: "recovery-code.txt",
    title: (product: string) => `Recovery code for ${product}`,
    address: "Address",
    server: "Server",
    hint: "It opens your messages if you forget the password. Keep it where only you can find it.",
  },
  signIn: "Sign in",
  welcome: "Welcome",
  addressUnlike: "The notice was sent to another address than this.",
  welcomeBack: "Welcome back",
  welcomeBackText: "Sign in to read and answer what was written to you in confidence.",
  onlyOnDevice: "Opened only on your device",
  onlyOnDeviceText: "Messages are unlocked here, with your password. The server keeps them locked.",
  samePlace: "Answer in the same place",
  samePlaceText: "Your reply and your files are protected in the same way.",
  neverAsk: (host: string) =>
    `We never ask for your password or recovery code by e-mail or phone. Check that the address bar shows ${host}.`,
  password: "Password",
  signInRefused: "Address and password do not match.",
  /** Less than a minute: only too fast. */
  signInPaused: (seconds: number) => {
    const minutes = Math.ceil(seconds / 60)
    return seconds < 60
      ? `Please wait ${seconds} ${p(seconds, "second", "seconds")} and try again.`
      : `Too many tries. Please wait ${minutes} ${p(minutes, "minute", "minutes")} and try again.`
  },
  /** The tries of strangers at one's own address are used up. */
  signInTaken: (seconds: number) => {
    const minutes = Math.ceil(seconds / 60)
    return `Too many tries to sign in with this address, perhaps by somebody else. Please wait ${minutes} ${p(minutes, "minute", "minutes")}. On a device where you signed in before you can sign in now; and anywhere after you set a new password with your recovery code.`
  },
  signingIn: "Checking the password …",
  lostPassword: "Lost your password?",
  firstTime: "First time here?",
  getCode: "Get a code for your mailbox",
  sessionEnded: "You were signed out. Please sign in again.",
  signInToOpen: "Sign in to open the message.",
  alreadyRegistered: "This address already has an account. Please sign in.",
  lostTitle: "Lost your password?",
  lostText: "We do not have it, so we cannot send it. Choose what you still have.",
  whatDoYouHave: "What do you still have?",
  recoveryWay: "Your recovery code",
  recoveryWayText: "26 characters in groups, printed or in your password manager.",
  everythingBack: "Everything comes back",
  enterRecovery: "Enter the code",
  deviceWay: "A device where you are still signed in",
  deviceWayText:
    "Read and answer there for as long as that session lasts. The password itself cannot be read there or changed without the recovery code.",
  deviceResult: "Only until that session ends",
  mailboxWay: "Only your mailbox",
  mailboxWayText:
    "Without password and recovery code nobody can unlock your old messages, also not we. You start anew with a new key; whoever can open an old message can let you in again.",
  mailboxResult: "Old messages wait for their senders",
  recoveryCode: "Recovery code",
  recoveryCodeHint: "26 characters. Capitals, blanks and hyphens do not matter.",
  recoveryIncomplete: (count: number) => `${count} of 26 characters.`,
  recoveryTypo: "One character is not right. Please compare it again with your copy.",
  recoveryRefused: "This recovery code does not open this account.",
  whichAccount: "Which account is it?",
  whichAccountText: "We send a code to its mailbox. Then you enter the recovery code.",
  recoveryAndPassword: "Recovery code and new password",
  recoverTitle: "Back in with your recovery code",
  recoverText: "First prove your mailbox again, then enter the recovery code and choose a new password.",
  restore: "Open my account",
  newRecoveryKept: "Your recovery code stays the same.",
  language: "Language",
}
