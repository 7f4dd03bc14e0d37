/** What happened, as the first thing that is read out. */
import { mergeClasses } from "@fluentui/react-components"
import { useEffect, useRef } from "react"
import type { ReactElement, ReactNode } from "react"
import { usePaneStyles } from "./styles.ts"

export interface FailureHeadProps {
  readonly icon: ReactElement
  readonly title: string
  readonly text: ReactNode
  readonly isGood?: boolean
}

export function FailureHead({ icon, title, text, isGood = false }: FailureHeadProps) {
  const styles = usePaneStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [title])
  return (
    <div className={styles.failure} role={isGood ? "status" : "alert"}>
      <span className={mergeClasses(isGood ? styles.good : styles.failureIcon)} aria-hidden>
        {icon}
      </span>
      <div>
        <h1 ref={heading} className={styles.failureTitle} tabIndex={-1}>
          {title}
        </h1>
        <div>{text}</div>
      </div>
    </div>
  )
}
