// Stands in for MicrosoftAjax.js of ajax.aspnetcdn.com, which Office.js in Outlook on the web asks for and no package has:
// only the members that it touches.
const error = (name) => (parameter, message) =>
  Object.assign(new Error(`Sys.${name}: ${message ?? ""} ${parameter ?? ""}`), {
    name: `Sys.${name}`,
    paramName: parameter,
  })

window.Type = Function
Function.registerNamespace = (name) => {
  window[name] ??= {}
}
Function.registerClass = () => undefined
Function.prototype.registerNamespace = Function.registerNamespace
Function.prototype.registerClass = () => undefined
Function._validateParams = () => null
Function._validateParameter = () => null
Object.assign(Error, {
  argument: error("ArgumentException"),
  argumentNull: error("ArgumentNullException"),
  argumentType: error("ArgumentTypeException"),
  argumentOutOfRange: error("ArgumentOutOfRangeException"),
  parameterCount: error("ParameterCountException"),
  create: (message, more) => Object.assign(new Error(message), more),
})
String.format = (pattern, ...values) => pattern.replace(/\{(\d+)\}/g, (_, index) => values[index])
window.Sys = {
  StringBuilder: class {
    constructor(text = "") {
      this.text = text
    }
    append(more) {
      this.text += more
      return this
    }
    toString() {
      return this.text
    }
  },
  Debug: { trace: () => undefined },
  Browser: { InternetExplorer: {}, agent: {} },
  Serialization: { JavaScriptSerializer: { serialize: JSON.stringify, deserialize: JSON.parse } },
}
