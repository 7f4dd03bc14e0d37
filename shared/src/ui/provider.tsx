/** Gives a page its theme, its language and its direction. Every other part reads them from here. */
import { FluentProvider } from "@fluentui/react-components"
import { createContext, useContext, useEffect, useMemo, useState } from "react"
import type { ReactNode } from "react"
import { createFormats } from "./formats.ts"
import type { Formats } from "./formats.ts"
import type { Strings } from "./strings/en.ts"
import { en } from "./strings/en.ts"
import { darkTheme, lightTheme } from "./theme.ts"
import { useBaseStyles } from "./base-styles.ts"

interface Language {
  readonly strings: Strings
  readonly formats: Formats
}

const LanguageContext = createContext<Language>({ strings: en, formats: createFormats("en-GB", en) })

export type ColorScheme = "light" | "dark" | "system"

/** Follows the device where the choice is "system". */
export function useColorScheme(choice: ColorScheme): "light" | "dark" {
  const query = "(prefers-color-scheme: dark)"
  const [dark, setDark] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const listen = () => setDark(media.matches)
    media.addEventListener("change", listen)
    return () => media.removeEventListener("change", listen)
  }, [])
  return choice === "system" ? (dark ? "dark" : "light") : choice
}

export interface UiProviderProps {
  readonly strings: Strings
  /** BCP 47 tag for times and numbers; the language of `strings` where it is left out. */
  readonly locale?: string
  readonly scheme?: ColorScheme
  readonly dir?: "ltr" | "rtl"
  readonly className?: string
  readonly children: ReactNode
}

export function UiProvider({ strings, locale, scheme = "system", dir = "ltr", className, children }: UiProviderProps) {
  const shown = useColorScheme(scheme)
  const language = useMemo(
    () => ({ strings, formats: createFormats(locale ?? strings.language, strings) }),
    [strings, locale],
  )
  useBaseStyles()
  useEffect(() => {
    document.documentElement.lang = strings.language
    document.documentElement.dir = dir
    document.documentElement.style.colorScheme = shown
  }, [strings, dir, shown])
  return (
    <LanguageContext.Provider value={language}>
      <FluentProvider theme={shown === "dark" ? darkTheme : lightTheme} dir={dir} {...(className ? { className } : {})}>
        {children}
      </FluentProvider>
    </LanguageContext.Provider>
  )
}

export const useStrings = (): Strings => useContext(LanguageContext).strings
export const useFormats = (): Formats => useContext(LanguageContext).formats

/** Locale for times: the browser's own variety of the language (en-GB, de-CH), else the plain language. */
export function localeFor(language: string, wanted: readonly string[]): string {
  const variety = wanted.find((tag) => tag.toLowerCase().split("-")[0] === language)
  return variety ?? (language === "en" ? "en-GB" : language)
}
