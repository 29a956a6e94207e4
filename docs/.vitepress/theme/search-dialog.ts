/**
 * Gives VitePress's search the roles of a dialog with a combobox and a list. It comes as a button that holds an input, and
 * its options hold links: assistive technology reads what is inside of a button or an option as plain text.
 */
export function describeSearch(): void {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof HTMLElement && node.matches('.VPLocalSearchBox')) keepDescribed(node)
  }).observe(document.body, { childList: true })
}

/** Vue writes attributes anew when results change. */
function keepDescribed(dialog: HTMLElement): void {
  const attributeFilter = ['id', 'aria-selected', 'aria-owns', 'aria-controls']
  new MutationObserver(() => describe(dialog)).observe(dialog, {
    childList: true,
    subtree: true,
    attributeFilter,
  })
  describe(dialog)
}

function describe(dialog: HTMLElement): void {
  set(dialog, { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Search' })
  for (const name of ['aria-owns', 'aria-expanded', 'aria-haspopup', 'aria-labelledby'])
    dialog.removeAttribute(name)
  const label = dialog.querySelector('#localsearch-label')
  if (label?.textContent === '') label.append(hiddenText('Search'))
  const input = dialog.querySelector('input')
  if (input) {
    const isExpanded = input.hasAttribute('aria-controls')
    set(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': String(isExpanded) })
  }
  // What is drawn on a key needs a role to have a name.
  for (const key of dialog.querySelectorAll('kbd')) set(key, { role: 'img' })
  for (const item of dialog.querySelectorAll('li:has(> .result)')) describeOption(item)
}

/** The link of a result is the option, and its text is its name. */
function describeOption(item: Element): void {
  const link = item.querySelector('.result')
  if (!link) return
  set(item, { role: 'none' })
  set(link, { role: 'option' })
  link.removeAttribute('aria-label')
  link.querySelector('.title-icon')?.setAttribute('aria-hidden', 'true')
  for (const name of ['id', 'aria-selected']) {
    const value = item.getAttribute(name)
    if (value === null) continue
    link.setAttribute(name, value)
    item.removeAttribute(name)
  }
}

/** Read out, not shown. */
function hiddenText(text: string): Element {
  const span = document.createElement('span')
  span.className = 'visually-hidden'
  span.textContent = text
  return span
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
