/** The Worker in which passwords are stretched; loaded when somebody is about to type one. */
import "@smp/shared/account/opaque-worker"
