/** The frame around every page of a signed-in person: search above, folders at the side; on the phone behind a button. */
import { Button, makeStyles, tokens, useRestoreFocusTarget } from "@fluentui/react-components"
import { Add24Regular, Navigation24Regular, Search24Regular, ShieldKeyhole24Filled } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import { lazy, useEffect, useMemo, useRef, useState } from "react"
import type { ReactNode, RefObject } from "react"
import { useLocation } from "wouter"
import { AccountButton } from "./account-button.tsx"
import { FolderLinks, NewMessageButton, useMayWrite } from "./folder-links.tsx"
import { OnceOpen } from "./once-open.tsx"
import { SearchField } from "./search-field.tsx"
import { PHONE, useMedia } from "./use-media.ts"
import { useShortcuts } from "./use-shortcuts.ts"

const FolderDrawer = lazy(async () => ({ default: (await import("./folder-drawer.tsx")).FolderDrawer }))
const ShortcutHelp = lazy(async () => ({ default: (await import("./shortcut-help.tsx")).ShortcutHelp }))

const useStyles = makeStyles({
  frame: {
    display: "grid",
    gridTemplateColumns: "220px minmax(0, 1fr)",
    gridTemplateRows: "52px minmax(0, 1fr)",
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground3,
  },
  phone: {
    display: "grid",
    gridTemplateRows: "auto minmax(0, 1fr)",
    gridTemplateColumns: "minmax(0, 1fr)",
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground3,
  },
  head: { display: "contents" },
  brand: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    paddingInlineStart: tokens.spacingHorizontalL,
  },
  mark: { display: "flex", color: tokens.colorBrandForeground1 },
  name: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, whiteSpace: "nowrap" },
  top: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    columnGap: tokens.spacingHorizontalL,
    paddingInline: tokens.spacingHorizontalM,
    minWidth: 0,
  },
  rail: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalXS,
    minHeight: 0,
    overflowY: "auto",
    // A phone on its side is too low for all of them.
    "& > *": { flexShrink: 0 },
  },
  hint: {
    marginBlockStart: "auto",
    paddingBlock: tokens.spacingVerticalM,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  page: {
    display: "flex",
    flexDirection: "column",
    minHeight: 0,
    minWidth: 0,
    overflowY: "auto",
    position: "relative",
    backgroundColor: tokens.colorNeutralBackground1,
    borderStartStartRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderBlockEndStyle: "none",
    borderInlineEndStyle: "none",
    "@media (max-width: 820px)": { borderStartStartRadius: 0, borderInlineStartStyle: "none" },
  },
  phoneTop: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalS,
    minHeight: "52px",
  },
  phoneName: { flexGrow: 1, display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  skip: {
    position: "absolute",
    insetInlineStart: tokens.spacingHorizontalM,
    insetBlockStart: "-100px",
    zIndex: 10,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ":focus": { insetBlockStart: tokens.spacingVerticalS },
  },
})

export function Shell({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const { common } = useStrings()
  const isPhone = useMedia(PHONE)
  const [path, go] = useLocation()
  const mayWrite = useMayWrite()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [areFoldersOpen, setFoldersOpen] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const shortcuts = useMemo(
    () => ({
      "/": () => search.current?.focus(),
      "?": () => setHelpOpen(true),
      ...(mayWrite ? { n: () => go("/new") } : {}),
    }),
    [go, mayWrite],
  )
  useShortcuts(shortcuts)
  const hasOwnBar = path === "/new" || ["/m/", "/draft/"].some((place) => path.startsWith(place))
  return (
    <>
      <a className={styles.skip} href="#content">
        {common.skipToContent}
      </a>
      <div className={isPhone ? styles.phone : styles.frame}>
        {!isPhone && <WideBar searchRef={search} />}
        {/* Pages with a bar of their own (message, compose) leave the top bar out. */}
        {isPhone && (hasOwnBar ? <span /> : <PhoneBar searchRef={search} onOpen={() => setFoldersOpen(true)} />)}
        {!isPhone && <Folders />}
        {/* One place for both widths: what is typed, open or on its way stays when a phone is turned. */}
        <div id="content" className={styles.page} tabIndex={-1}>
          {children}
        </div>
      </div>
      <OnceOpen isOpen={isPhone && areFoldersOpen}>
        <FolderDrawer isOpen={isPhone && areFoldersOpen} onClose={() => setFoldersOpen(false)} />
      </OnceOpen>
      <OnceOpen isOpen={isHelpOpen}>
        <ShortcutHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      </OnceOpen>
    </>
  )
}

interface BarProps {
  readonly searchRef: RefObject<HTMLInputElement | null>
}

function WideBar({ searchRef }: BarProps) {
  const styles = useStyles()
  const { common } = useStrings()
  return (
    <header className={styles.head}>
      <div className={styles.brand}>
        <span className={styles.mark} aria-hidden>
          <ShieldKeyhole24Filled />
        </span>
        <span className={styles.name}>{common.product}</span>
      </div>
      <div className={styles.top}>
        <SearchField inputRef={searchRef} />
        <AccountButton />
      </div>
    </header>
  )
}

function Folders() {
  const styles = useStyles()
  const { list } = useStrings()
  return (
    <nav className={styles.rail} aria-label={list.folders}>
      <NewMessageButton />
      <FolderLinks />
      <p className={styles.hint}>{list.lockedHint}</p>
    </nav>
  )
}

function PhoneBar({ searchRef, onOpen }: BarProps & { readonly onOpen: () => void }) {
  const styles = useStyles()
  const givenBack = useRestoreFocusTarget()
  const { common, list } = useStrings()
  const [, go] = useLocation()
  const mayWrite = useMayWrite()
  const [isSearching, setSearching] = useState(() => new URLSearchParams(location.search).has("q"))
  const bar = useRef<HTMLElement>(null)
  const wasSearching = useRef(false)
  useEffect(() => {
    // The field is gone, and the focus with it.
    if (wasSearching.current && !isSearching && document.activeElement === document.body)
      bar.current?.querySelector<HTMLElement>("[data-search]")?.focus()
    wasSearching.current = isSearching
  }, [isSearching])
  if (isSearching) {
    return (
      <header className={styles.phoneTop}>
        <SearchField inputRef={searchRef} autoFocus onClose={() => setSearching(false)} />
      </header>
    )
  }
  return (
    <header ref={bar} className={styles.phoneTop}>
      <Button
        {...givenBack}
        appearance="subtle"
        size="large"
        icon={<Navigation24Regular />}
        aria-label={list.openFolders}
        onClick={onOpen}
      />
      <span className={styles.phoneName}>
        <span className={styles.mark} aria-hidden>
          <ShieldKeyhole24Filled />
        </span>
        <span className={styles.name}>{common.product}</span>
      </span>
      <Button
        appearance="subtle"
        size="large"
        icon={<Search24Regular />}
        aria-label={list.search}
        data-search
        onClick={() => setSearching(true)}
      />
      {mayWrite && (
        <Button
          appearance="primary"
          shape="circular"
          size="large"
          icon={<Add24Regular />}
          aria-label={list.newMessage}
          onClick={() => go("/new")}
        />
      )}
    </header>
  )
}
