import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { redact } from './redact.js'
import type { SecuredRequest } from './types.js'

/** An error body, whatever it is, by the members that usually say what went wrong. */
interface Said {
  error?: Said
  message?: Said
  detail?: Said
}

const serverText = (said?: Said): unknown => {
  let text = said
  while (typeof text === 'object' && text) text = text.error ?? text.message ?? text.detail
  return text
}

/** What is read of an answer. */
type Shown<Body> = Omit<Partial<AxiosResponse<Body>>, 'headers'> & { headers?: Record<string, string> }

/**
 * A failed call. It is an `AxiosError` too, with axios's `code` or one of `ETIMEDOUT`, `ERR_DEADLINE`,
 * `ERR_CANCELED` and `ERR_BAD_RESPONSE`. No rendering of it shows a credential; `config` and `response` are
 * there to read, but not enumerable.
 *
 * @example
 * try {
 *   await client.revokeAccessToken('api_5ZugdRXasLfWBypHi93Fk')
 * } catch (error) {
 *   if (isApiError(error, 'revokeAccessToken', 404)) console.log(error.body.error)
 *   else throw error
 * }
 */
export class ApiError<
  Body = unknown,
  Id extends string = string,
  Status extends number = number,
> extends AxiosError<Body> {
  /** Operation of the call; absent for a raw axios call. */
  declare operationId?: Id
  /** HTTP status; absent when no answer arrived. */
  declare status?: Status
  /** `x-request-id` or `x-amzn-requestid` of the answer. */
  declare requestId?: string
  /** Body of the answer, parsed. */
  declare readonly body: Body

  constructor(error: AxiosError & Noted, sent: Partial<SecuredRequest> = {}) {
    const { code, message, config, response } = error as AxiosError<Body> & Noted
    const id = (config as { operationId?: Id } | undefined)?.operationId
    const { data, headers = {}, status, statusText } = (response ?? {}) as Shown<Body>
    const show = (text: unknown) =>
      [...redact(`${text ?? ''}`.replace(/\p{Cc}+/gu, ' ').slice(0, 1e4), sent).trim()]
        // By character, so that none is cut in half.
        .slice(0, 500)
        .join('')
    const requestId = show(headers['x-request-id'] ?? headers['x-amzn-requestid'])
    super(
      [
        `${id ?? 'Request'} failed`,
        response && show([status, statusText].join(' ')),
        // axios's own message says no more than the status.
        show(response && /^Request failed/.test(message) ? serverText(data as Said) : message),
      ]
        .filter(Boolean)
        .join(': ') +
        (requestId ? ` (request ${requestId})` : '') +
        (error.reason ? ` (not repeated: ${error.reason})` : ''),
      code,
    )
    this.name = 'ApiError'
    if (id) this.operationId = id
    if (response) this.status = status as Status
    if (requestId) this.requestId = requestId
    // Own accessors, not enumerable: inspectors print `[Getter]` for these even when asked for hidden members.
    for (const [name, value] of Object.entries({
      config,
      response,
      body: data,
      cause: error.cause,
      toJSON: () => ({ ...this }),
      // What axios.isCancel() looks for.
      __CANCEL__: error.__CANCEL__,
    })) {
      Object.defineProperty(this, name, { get: () => value })
    }
  }
}

/** What an error carries that axios's types don't have. */
export interface Noted {
  /** Why the call was not repeated. */
  reason?: string | undefined
  __CANCEL__?: boolean
}

/** The config that an error or answer shows: the caller's, without what an attempt adds. */
export type CallConfig = InternalAxiosRequestConfig & { operationId?: string }
