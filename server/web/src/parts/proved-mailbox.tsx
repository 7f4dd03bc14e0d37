/** Whose account it is, and the code that was mailed there: before what only the owner of the mailbox may do. */
import { useState } from "react"
import type { ReactElement } from "react"
import { CodeStep } from "./registration/code-step.tsx"
import { keepCode, keptCode } from "./registration/kept-code.ts"
import type { CodePurpose } from "./registration/kept-code.ts"
import type { MailedCode } from "./registration/mailed-code.ts"
import { WhoseAccount } from "./whose-account.tsx"

export interface Proved {
  readonly mailed: MailedCode
  readonly code: string
  /** Back to the code, with the reason. */
  readonly onCodeRefused: (text: string) => void
}

interface ProvedMailboxProps {
  readonly purpose: CodePurpose
  readonly text: string
  readonly step: [number, number]
  readonly onBack: () => void
  readonly next: (proved: Proved) => ReactElement
}

export function ProvedMailbox({ purpose, text, step, onBack, next }: ProvedMailboxProps) {
  const [mailed, setNow] = useState(() => keptCode(purpose))
  const setMailed = (next: MailedCode | null) => {
    keepCode(purpose, next)
    setNow(next)
  }
  const [code, setCode] = useState("")
  const [isReady, setReady] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  if (mailed === null) return <WhoseAccount text={text} onMailed={setMailed} onBack={onBack} />
  if (!isReady) {
    return (
      <CodeStep
        mailed={mailed}
        step={step}
        code={code}
        refusal={refusal}
        onCode={(typed) => {
          setRefusal(null)
          setCode(typed)
        }}
        onMailed={setMailed}
        onOtherAddress={() => setMailed(null)}
        onReady={() => setReady(true)}
      />
    )
  }
  const onCodeRefused = (reason: string) => {
    setRefusal(reason)
    setCode("")
    setReady(false)
  }
  return next({ mailed, code, onCodeRefused })
}
