/** Settings once everything is set up; until then the first run, step by step. */
import { useEffect, useState } from "react"
import { readManaged, readSettings } from "../../settings.ts"
import type { Managed, Settings } from "../../settings.ts"
import { SetUp } from "./set-up.tsx"
import type { SetUpStep } from "./set-up.tsx"
import { SettingsPage } from "./settings-page.tsx"

interface Known {
  settings: Settings
  managed: Managed
}

export function OptionsPage() {
  const [known, setKnown] = useState<Known | null>(null)
  const [step, setStep] = useState<SetUpStep | null>(null)
  const read = async (next: SetUpStep | null) => {
    const [settings, managed] = await Promise.all([readSettings(), readManaged()])
    setKnown({ settings, managed })
    setStep(next)
  }
  useEffect(() => {
    void readSettings().then((settings) => read(settings.server === null ? "server" : null))
  }, [])
  if (known === null) return null
  const { settings, managed } = known
  if (step !== null)
    return <SetUp step={step} settings={settings} managed={managed} onStep={(next) => void read(next)} />
  return (
    <SettingsPage
      settings={settings}
      managed={managed}
      onChange={() => void read(null)}
      onChangeServer={() => setStep("server")}
      onSignIn={() => setStep("sign-in")}
    />
  )
}
