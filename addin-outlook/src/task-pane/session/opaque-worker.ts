/** The Worker in which passwords are stretched: the shared entry, as a file of this add-in. */
import "@smp/shared/account/opaque-worker"
