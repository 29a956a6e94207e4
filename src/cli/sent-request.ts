import type { AxiosStatic, InternalAxiosRequestConfig } from 'axios'
import { pathOf } from './files.js'

/** A request as it goes out: what `-v` shows and `--dry-run` prints. */
export interface SentRequest {
  method: string
  url: string
  headers: [string, string][]
  /** Bytes or text; the parts of a multipart form. */
  body: Buffer | string | FormPart[] | undefined
}

/** One part of a multipart form. */
export interface FormPart {
  name: string
  /** Text of a field, or the path of a file. */
  text: string
  isFile: boolean
  /** Media type of a field that has one. */
  type: string
}

/** What axios is about to send. */
export async function sentRequest(
  axios: AxiosStatic,
  config: InternalAxiosRequestConfig,
): Promise<SentRequest> {
  const { method = 'get', data } = config
  const isForm = typeof data === 'object' && data instanceof FormData
  return {
    method: method.toUpperCase(),
    url: axios.getUri(config),
    headers: headerPairs(config.headers),
    body: isForm ? await partsOf(data) : typeof data === 'string' || Buffer.isBuffer(data) ? data : undefined,
  }
}

/** Content type among the headers of a request. */
export const typeOf = ({ headers }: SentRequest): string =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''

/** Headers as pairs; one that came several times is several. */
export const headerPairs = (headers: object): [string, string][] =>
  Object.entries(headers)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, String(one)]))

const partsOf = (form: FormData): Promise<FormPart[]> =>
  Promise.all(
    Array.from(form, async ([name, value]): Promise<FormPart> => {
      if (typeof value === 'string') return { name, text: value, isFile: false, type: '' }
      const path = pathOf(value)
      if (path !== undefined) return { name, text: path, isFile: true, type: '' }
      return { name, text: await value.text(), isFile: false, type: value.type }
    }),
  )
