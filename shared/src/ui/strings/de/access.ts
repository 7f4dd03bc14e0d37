import type { Strings } from "../en.ts"

export const access: Strings["access"] = {
  title: "Wer hineinkommt, und wie",
  first: "Personen, die noch nie hier waren",
  firstHint: "Absender wählen daraus. Ohne eine Möglichkeit kann niemand an Fremde schreiben.",
  modes: {
    agent: "Durch den Erstkontakt-Dienst: sofort lesbar, zu jeder Stunde",
    sender: "Nur durch den Absender",
    pass: "Mit fünf Wörtern, die der Absender sagt",
    link: "Mit einem Link aus dem Postfach des Absenders",
  },
  regrant: "Leser, die nach verlorenem Passwort einen neuen Schlüssel einrichten",
  regrantHint: "Jeder Schlüsselwechsel wird den Kontakten gezeigt, was auch immer Sie wählen.",
  modesAgain: {
    ask: "Der Absender wird gefragt",
    auto: "Mailprogramme von Absendern und Lesern lassen sie von selbst ein",
    off: "Niemand lässt sie zu früheren Nachrichten ein",
  },
  hours: "Stunden Wartezeit davor",
  hoursHint:
    "Jedes Mailprogramm zählt ab dem Moment, in dem es den neuen Schlüssel sah. Zeit, ein gestohlenes Postfach zu bemerken.",
  hoursWrong: "Bitte ganze Stunden angeben, höchstens 720.",
  labels: "Einstufungen",
  labelsHint:
    "Absender wählen eine; sie steht unterschrieben auf dem Zustellschein. Sie kann einen stärkeren Weg für Personen verlangen, die noch nie hier waren. Ohne eigene werden drei übliche angeboten.",
  labelName: "Name der Einstufung",
  least: (label) => `Schwächster Weg mit ${label}`,
  leastAny: "Jeder erlaubte Weg",
  leastModes: {
    sender: "Mindestens nur durch den Absender",
    link: "Mindestens mit einem Link aus dem Postfach des Absenders",
    pass: "Nur mit fünf Wörtern oder einem Code am Telefon",
  },
  addLabel: "Einstufung hinzufügen",
  removeLabel: (label) => `${label} entfernen`,
  labelsWrong: "Bitte geben Sie jeder Einstufung einen eigenen Namen.",
}
