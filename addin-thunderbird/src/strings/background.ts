/** The few words that Thunderbird itself shows, in the language of the program. */
const en = {
  sendSecure: "Send Secure",
  required: "Send Secure (required)",
  signIn: "Send Secure: sign in",
  setUp: "Set up Send Secure",
  sending: "Sending…",
  openNotice: "Open secure message",
  openSlip: "Open delivery slip",
  signInAndOpen: "Sign in and open",
  notANotice: "This e-mail is not a notice",
  space: "Secure messages",
  mark: "Secure message",
  asking: "Somebody asks to read again",
  askingText: "A recipient of your messages has set up a new key. You decide; look at it first.",
  unknownServer: "This e-mail looks like a notice but names an unknown server",
}
const de: typeof en = {
  sendSecure: "Sicher senden",
  required: "Sicher senden (Vorschrift)",
  signIn: "Sicher senden: anmelden",
  setUp: "Sicher senden einrichten",
  sending: "Wird gesendet…",
  openNotice: "Geschützte Nachricht öffnen",
  openSlip: "Zustellschein öffnen",
  signInAndOpen: "Anmelden und öffnen",
  notANotice: "Diese E-Mail ist kein Hinweis auf eine Nachricht",
  space: "Geschützte Nachrichten",
  mark: "Geschützte Nachricht",
  asking: "Jemand bittet, wieder lesen zu dürfen",
  askingText: "Wer Nachrichten von Ihnen bekam, hat einen neuen Schlüssel. Sie entscheiden; sehen Sie es sich an.",
  unknownServer: "Diese E-Mail sieht wie ein Hinweis aus, nennt aber einen unbekannten Server",
}

export const backgroundStrings = (): typeof en =>
  globalThis.navigator?.language.toLowerCase().startsWith("de") ? de : en
