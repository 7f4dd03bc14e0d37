import type { Strings } from "../en.ts"

export const secret: Strings["secret"] = {
  words: {
    title: (name) => `Fünf Wörter von ${name}`,
    text: (name) =>
      `Diese Nachricht öffnet sich mit fünf Wörtern. ${name} sagt sie Ihnen am Telefon oder persönlich; per E-Mail kommen sie nie. Sie brauchen sie einmal.`,
    label: "Die fünf Wörter",
    wrong: "Diese Wörter öffnen die Nachricht nicht. Bitte vergleichen Sie sie noch einmal.",
  },
  link: {
    title: (name) => `Ein Link von ${name}`,
    text: (name) =>
      `Diese Nachricht öffnet sich mit einem Link, den ${name} aus dem eigenen Postfach schickt. Folgen Sie ihm dort, oder fügen Sie ihn hier ein.`,
    label: "Der Link aus der E-Mail",
    wrong: "Dieser Link öffnet die Nachricht nicht.",
  },
  code: {
    title: (name) => `Ein Code von ${name}`,
    text: (name) =>
      `${name} lässt Sie ein, sobald Sie den Code mit 16 Zeichen getippt haben, der Ihnen am Telefon gesagt wurde.`,
    label: "Der Code",
    wrong: "Dieser Code passt nicht.",
  },
  open: "Nachricht öffnen",
  opening: "Wird geöffnet, das dauert einige Sekunden …",
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  limited: "Zu viele Versuche. Bitte warten Sie eine Stunde, oder fragen Sie nach.",
  call: (name) =>
    `Noch nichts gehört? Rufen Sie ${name} unter einer Nummer an, die Sie schon haben. Nehmen Sie keine Nummer aus der E-Mail oder von dieser Seite.`,
  tell: {
    words: {
      title: (name) => `Sagen Sie ${name} diese fünf Wörter.`,
      text: "Am Telefon oder persönlich, nicht per E-Mail. Sie werden einmal gefragt, wenn die Adresse bewiesen ist. Der Server kennt sie nicht.",
    },
    link: {
      title: (name) => `Schicken Sie ${name} diesen Link selbst.`,
      text: "Aus Ihrem eigenen Mailprogramm. Er öffnet die Nachricht nur zusammen mit dem Beweis des Postfachs. Der Server kennt nur seine eigene Hälfte.",
    },
    code: {
      title: (name) => `Sagen Sie ${name} diesen Code.`,
      text: "Am Telefon. Ihr Mailprogramm lässt ohne ihn niemanden ein. Schreiben Sie ihn jetzt auf: Er wird nicht noch einmal gezeigt.",
    },
  },
}
