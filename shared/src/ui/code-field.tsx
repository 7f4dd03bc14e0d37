/** The mailbox code: one field (paste, autofill and screen readers work), shown 4-4-4. */
import { Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import { useLayoutEffect, useRef } from "react"
import { caretAfter, groupCode, readCode } from "./code-text.ts"

export const MAILBOX_CODE_LENGTH = 12

const useStyles = makeStyles({
  input: {
    fontFamily: tokens.fontFamilyMonospace,
    "& input": { fontFamily: tokens.fontFamilyMonospace, letterSpacing: "0.08em", fontSize: tokens.fontSizeBase500 },
  },
})

export interface CodeFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | null
  /** Without blanks, upper case. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly length?: number
  readonly groupSize?: number
  /** How the value is grouped; groups of `groupSize` unless told. */
  readonly show?: (value: string) => string
  readonly autoFocus?: boolean
  readonly oneTime?: boolean
}

export function CodeField(props: CodeFieldProps) {
  const { length = MAILBOX_CODE_LENGTH, groupSize = 4, oneTime = true } = props
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  const caret = useRef<number | null>(null)
  const shown = props.show?.(props.value) ?? groupCode(props.value, groupSize)
  useLayoutEffect(() => {
    if (caret.current === null || document.activeElement !== input.current) return
    const position = caretAfter(shown, caret.current)
    input.current?.setSelectionRange(position, position)
    caret.current = null
  })
  const change = (typed: string, position: number) => {
    caret.current = readCode(typed.slice(0, position), length).length
    props.onChange(readCode(typed, length))
  }
  return (
    <Field
      label={props.label}
      size="large"
      {...(props.hint ? { hint: props.hint } : {})}
      {...(props.error ? { validationMessage: props.error, validationState: "error" as const } : {})}
    >
      <Input
        input={{ ref: input }}
        className={styles.input}
        value={shown}
        onChange={(event) => change(event.target.value, event.target.selectionStart ?? event.target.value.length)}
        autoComplete={oneTime ? "one-time-code" : "off"}
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        {...(props.autoFocus ? { autoFocus: true } : {})}
      />
    </Field>
  )
}
