/**
 * What Outlook's dialog says when the guard holds a message back.
 * Promises: at most 500 characters whatever the organization is called; the button at most 20; ES2016, no import.
 */
export type Language = "en" | "de"

/** Why a message is held back, with what a person needs to know about it. */
export type Reason =
  | { readonly kind: "marked" }
  | { readonly kind: "edited"; readonly reference: string }
  | { readonly kind: "reopened" }
  | { readonly kind: "unfinished"; readonly isMarked: boolean }
  | { readonly kind: "domain"; readonly org: string; readonly contact: string; readonly what: string }
  | { readonly kind: "keyword"; readonly org: string; readonly contact: string; readonly what: string }
  | { readonly kind: "label"; readonly org: string; readonly contact: string }
  | { readonly kind: "attachments"; readonly org: string; readonly contact: string }

export const BUTTON: Readonly<Record<Language, string>> = { en: "Send Secure", de: "Sicher senden" }

/** Paragraphs. `hasButton`: Outlook can show the button that opens the pane (Mailbox 1.14). */
export function holdWords(reason: Reason, language: Language, hasButton: boolean): string[] {
  const words = language === "de" ? german : english
  const contact = "contact" in reason ? clip(reason.contact, 100) : ""
  const asked = contact === "" ? [] : [`${words.questions}: ${contact}.`]
  return [`${words.notSent} ${words.why(reason)}`, words.what(reason, hasButton), ...asked]
}

export function adviseWords(org: string, domain: string, language: Language): string {
  const who = clip(org, 80)
  const where = clip(domain, 80)
  return language === "de"
    ? `${who} empfiehlt für ${where}: Sicher senden. Sie können die Nachricht auch als gewöhnliche E-Mail senden.`
    : `${who} recommends Send Secure for ${where}. You can also send it as ordinary e-mail.`
}

const clip = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

interface Words {
  readonly notSent: string
  readonly questions: string
  why(reason: Reason): string
  what(reason: Reason, hasButton: boolean): string
}

const english: Words = {
  notSent: "Not sent.",
  questions: "Questions",
  why(reason) {
    switch (reason.kind) {
      case "marked":
        return "This message is marked for Send Secure."
      case "edited":
        return `This draft was handed over before as message ${clip(reason.reference, 20)}. What was written below the notice since then would travel as ordinary e-mail.`
      case "reopened":
        return "This draft was handed over before. Whether something was added since then cannot be seen any more."
      case "unfinished":
        return `The check of this message did not finish${reason.isMarked ? ", and it is marked for Send Secure" : ""}.`
      case "domain":
        return `${clip(reason.org, 80)} sends everything to ${clip(reason.what, 80)} encrypted.`
      case "keyword":
        return `${clip(reason.org, 80)} sends messages with “${clip(reason.what, 60)}” in the subject encrypted.`
      case "label":
        return `${clip(reason.org, 80)} sends messages with this label encrypted.`
      case "attachments":
        return `${clip(reason.org, 80)} sends attachments encrypted.`
    }
  },
  what(reason, hasButton) {
    const open = hasButton ? "Choose Send Secure" : "Open Send Secure in the ribbon and choose Review"
    if (reason.kind === "edited") return `${open} to send it as a second message, or delete it.`
    if (reason.kind === "reopened") return `${open} to look at it again, or delete it.`
    if (reason.kind === "unfinished")
      return `Try again, or ${hasButton ? "choose Send Secure" : "open Send Secure in the ribbon and choose Review"}.`
    return hasButton
      ? `${open}. A pane opens, shows who can open the message, and sends it. Your draft stays as it is until then.`
      : `Your draft stays as it is. ${open}.`
  },
}

const german: Words = {
  notSent: "Nicht gesendet.",
  questions: "Fragen",
  why(reason) {
    switch (reason.kind) {
      case "marked":
        return "Diese Nachricht ist für „Sicher senden“ vorgemerkt."
      case "edited":
        return `Dieser Entwurf wurde schon als Nachricht ${clip(reason.reference, 20)} übergeben. Was seitdem unter den Hinweis geschrieben wurde, ginge als gewöhnliche E-Mail hinaus.`
      case "reopened":
        return "Dieser Entwurf wurde schon übergeben. Ob seitdem etwas dazukam, ist nicht mehr zu erkennen."
      case "unfinished":
        return `Die Prüfung dieser Nachricht wurde nicht fertig${reason.isMarked ? ", und sie ist für „Sicher senden“ vorgemerkt" : ""}.`
      case "domain":
        return `${clip(reason.org, 80)} sendet alles an ${clip(reason.what, 80)} verschlüsselt.`
      case "keyword":
        return `${clip(reason.org, 80)} sendet Nachrichten mit „${clip(reason.what, 60)}“ im Betreff verschlüsselt.`
      case "label":
        return `${clip(reason.org, 80)} sendet Nachrichten mit dieser Vertraulichkeit verschlüsselt.`
      case "attachments":
        return `${clip(reason.org, 80)} sendet Anhänge verschlüsselt.`
    }
  },
  what(reason, hasButton) {
    const open = hasButton
      ? "Wählen Sie „Sicher senden“"
      : "Öffnen Sie „Sicher senden“ im Menüband und wählen Sie Prüfen"
    if (reason.kind === "edited") return `${open}, um es als zweite Nachricht zu senden, oder löschen Sie es.`
    if (reason.kind === "reopened") return `${open}, um ihn noch einmal anzusehen, oder löschen Sie ihn.`
    if (reason.kind === "unfinished")
      return `Versuchen Sie es noch einmal, oder ${hasButton ? "wählen Sie „Sicher senden“" : "öffnen Sie „Sicher senden“ im Menüband und wählen Sie Prüfen"}.`
    return hasButton
      ? `${open}. Es öffnet sich ein Bereich, der zeigt, wer die Nachricht öffnen kann, und sie sendet. Ihr Entwurf bleibt bis dahin, wie er ist.`
      : `Ihr Entwurf bleibt, wie er ist. ${open}.`
  },
}
