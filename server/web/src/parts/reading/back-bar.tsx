/** Over a message: the way back to the list that one came from, and what can be done. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { ArrowLeft20Regular } from "@fluentui/react-icons"
import { useCallback } from "react"
import type { ReactNode } from "react"
import { useLocation } from "wouter"
import { useListPlace } from "../list-places.ts"

const useStyles = makeStyles({
  bar: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    flexShrink: 0,
    minHeight: "52px",
    paddingInline: tokens.spacingHorizontalM,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
    "@media (max-width: 820px)": { paddingInline: tokens.spacingHorizontalXS, flexWrap: "wrap" },
  },
})

export function useBack(): () => void {
  const { path } = useListPlace()
  const [, go] = useLocation()
  return useCallback(() => go(path), [go, path])
}

export function BackBar({ children }: { readonly children?: ReactNode }) {
  const styles = useStyles()
  const { title } = useListPlace()
  const back = useBack()
  return (
    <div className={styles.bar}>
      <Button appearance="subtle" icon={<ArrowLeft20Regular />} onClick={back}>
        {title}
      </Button>
      {children}
    </div>
  )
}
