/** The formats that texts of parameters are checked for; any text is of another. */
const formats: Record<string, (text: string) => boolean> = {
  date: isDate,
  'date-time': (text) => {
    const [, date = '', time = ''] = /^(.{10})[Tt ](.*)$/.exec(text) ?? []
    return isDate(date) && isTime(time)
  },
  email: (text) => /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/.test(text),
  uri: (text) => /^[a-z][a-z\d+.-]*:\S+$/i.test(text),
  uuid: (text) => /^(?:urn:uuid:)?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text),
  int32: (text) => !isInteger(text) || BigInt.asIntN(32, BigInt(text)) === BigInt(text),
  int64: (text) => !isInteger(text) || BigInt.asIntN(64, BigInt(text)) === BigInt(text),
}

/** Whether a text is what a schema's `format` says, where that is known here. */
export const isOfFormat = (format: unknown, text: string): boolean =>
  typeof format !== 'string' || !Object.hasOwn(formats, format) || formats[format]?.(text) !== false

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  // The day before the first of the next month is the last.
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Hours, minutes, seconds (a leap second too), and how far from UTC. */
const isTime = (text: string): boolean =>
  /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/.test(text)

const isInteger = (text: string): boolean => /^-?\d+$/.test(text)
