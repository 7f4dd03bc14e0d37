/** The host's frame for the Delivery Slip: beside the message, on narrow screens a drawer over it. */
import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from "@fluentui/react-components"
import { Checkmark20Regular, Copy20Regular, Dismiss24Regular } from "@fluentui/react-icons"
import type { OpenedMessage } from "@smp/shared/read"
import { DeliverySlip, LiveRegion, useStrings } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { lazy, Suspense, useEffect, useRef, useState } from "react"
import { useLocation } from "wouter"
import { PHONE, useMedia } from "../use-media.ts"
import { useRecord } from "./use-record.ts"

const KeepButtons = lazy(async () => ({ default: (await import("../save/keep-buttons.tsx")).KeepButtons }))

const useStyles = makeStyles({
  aside: {
    display: "flex",
    flexDirection: "column",
    width: "392px",
    flexShrink: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground2,
    borderInlineStartWidth: "1px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    paddingInlineStart: tokens.spacingHorizontalL,
    paddingInlineEnd: tokens.spacingHorizontalM,
    minHeight: "52px",
    flexShrink: 0,
  },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  body: {
    flexGrow: 1,
    overflowY: "auto",
    paddingInline: tokens.spacingHorizontalL,
    paddingBlockEnd: tokens.spacingVerticalL,
  },
  foot: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    flexShrink: 0,
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalM,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  drawer: { backgroundColor: tokens.colorNeutralBackground2 },
})

export interface SlipPanelProps {
  readonly message: OpenedMessage
  readonly view: DeliverySlipView
  readonly isOpen: boolean
  /** Beside the message, or over it. */
  readonly isBeside: boolean
  readonly onClose: () => void
}

export function SlipPanel({ message, view, isOpen, isBeside, onClose }: SlipPanelProps) {
  const styles = useStyles()
  const { slip } = useStrings()
  const isPhone = useMedia(PHONE)
  const [, go] = useLocation()
  const events = view.people.reduce((sum, person) => sum + person.events.length, 0)
  const { record } = useRecord(message, isOpen, events)
  const checked = { record, onRecord: () => go(`/m/${message.id}/record`) }
  const aside = useRef<HTMLElement>(null)
  const close = <Button appearance="subtle" icon={<Dismiss24Regular />} aria-label={slip.close} onClick={onClose} />
  useEffect(() => {
    // The button that opened it is gone, and the focus with it.
    if (isBeside && isOpen && document.activeElement === document.body) aside.current?.querySelector("button")?.focus()
  }, [isBeside, isOpen])
  if (isBeside && !isOpen) return null
  if (isBeside) {
    return (
      <aside ref={aside} className={styles.aside} aria-label={slip.title} data-slip>
        <div className={styles.head}>
          <h2 className={styles.title}>{slip.title}</h2>
          {close}
        </div>
        <div className={styles.body}>
          <DeliverySlip view={view} {...checked} />
        </div>
        <Foot message={message} view={view} />
        <News view={view} />
      </aside>
    )
  }
  return (
    <OverlayDrawer
      className={styles.drawer}
      position={isPhone ? "bottom" : "end"}
      size={isPhone ? "full" : "small"}
      open={isOpen}
      onOpenChange={(_, { open }) => open || onClose()}
      style={isPhone ? { height: "100dvh" } : { width: "392px" }}
      data-slip
    >
      <DrawerHeader>
        <DrawerHeaderTitle action={close}>{slip.title}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <DeliverySlip view={view} open={isPhone ? ["people"] : ["people", "keys"]} {...checked} />
      </DrawerBody>
      <Foot message={message} view={view} />
      <News view={view} />
    </OverlayDrawer>
  )
}

function Foot({ message, view }: { readonly message: OpenedMessage; readonly view: DeliverySlipView }) {
  const styles = useStyles()
  return (
    <div className={styles.foot}>
      <Suspense fallback={null}>
        <KeepButtons message={message} view={view} />
      </Suspense>
      <CopyReference reference={view.reference} />
    </div>
  )
}

function CopyReference({ reference }: { readonly reference: string }) {
  const { common, slip } = useStrings()
  const [isCopied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(reference).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Button appearance="subtle" icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />} onClick={copy}>
      {isCopied ? common.copied : `${slip.copyReference} ${reference}`}
    </Button>
  )
}

/** Somebody displayed it while the slip is open: said once, politely. */
function News({ view }: { readonly view: DeliverySlipView }) {
  const { slip } = useStrings()
  const displayed = view.people.filter(({ state }) => state === "displayed").length
  const [first] = useState(displayed)
  const [text, setText] = useState("")
  useEffect(() => {
    if (displayed !== first) setText(slip.people.summary(displayed, view.people.length))
  }, [displayed, first, slip, view.people.length])
  return <LiveRegion text={text} />
}
