import type { Strings } from "../en.ts"

export const setUp: Strings["setUp"] = {
  title: "Organisation einrichten",
  text: "Sie sind die erste Person in der Administration. Das dauert etwa zwei Minuten.",
  sideTitle: "Was hier entsteht",
  organizationStep: "Ihre Organisation",
  organizationStepHint: "Der Name steht auf jeder Mitteilung.",
  accountStep: "Ihr Konto",
  accountStepHint: "Die Schlüssel entstehen auf diesem Gerät.",
  recoveryStep: "Ihr Wiederherstellungscode",
  recoveryStepHint: "Der einzige Weg zurück ohne Passwort.",
  linkOnce:
    "Dieser Link gilt einmal. Wer ihn zuerst öffnet, wird Administration; schließen Sie die Einrichtung also ab, bevor Sie etwas weitergeben.",
  formTitle: "Organisation und erstes Konto",
  organization: "Name der Organisation",
  organizationHint: "Wie man sie draußen kennt, zum Beispiel auf Ihren Briefen.",
  yourAddress: "Ihre E-Mail-Adresse",
  yourAddressHint: "Dorthin gehen Mitteilungen an Sie.",
  create: "Organisation anlegen",
  steps: { account: "Ihr Konto ist angelegt", organization: "Ihre Organisation entsteht", working: "In Arbeit" },
  usedTitle: "Dieser Link wurde schon benutzt",
  usedText:
    "Der Server hat eine Administration. Wenn Sie das sind, melden Sie sich an. Wenn nicht, hat jemand anderes den Link zuerst geöffnet: Sagen Sie es dem Betreiber des Servers.",
  missingTitle: "Dieser Link ist nicht vollständig",
  missingText: "Öffnen Sie den ganzen Einrichtungs-Link, den der Server beim ersten Start ausgegeben hat.",
  done: "Message Center öffnen",
}
