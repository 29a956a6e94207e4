import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { redact, secretsOf } from './redact.js'
import type { SecuredRequest } from './types.js'

/** Names the target of a redirect, but for user and query, which may be credentials. */
export const redirected = (location: string): string =>
  `redirected to ${location.replace(/[?#].*|(?<=\/\/)[^/?#]*@/g, '')}, which is not followed`

/** What the server says went wrong, from the members that error bodies usually have. */
const serverText = (body: unknown): unknown => {
  if (typeof body !== 'object' || !body) return body
  const { error, message, detail, title } = body as Record<string, unknown>
  return serverText(error ?? message ?? detail ?? title)
}

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
    const { config, code, cause, note, message } = error
    const response = error.response as AxiosResponse<Body> | undefined
    const { operationId: id } = (config ?? {}) as { operationId?: Id }
    const secrets = [...secretsOf(config ?? {}), ...secretsOf(sent), ...Object.values(config?.auth ?? {})]
    const show = (text: unknown) =>
      redact(`${text ?? ''}`.slice(0, 9999), secrets)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
        .replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')
        .trim()
        // Cut between characters, not within one.
        .replace(/(?<=^.{500}).*/su, '')
    const requestId = show(response?.headers['x-request-id'] ?? response?.headers['x-amzn-requestid'])
    super(
      [
        `${id ?? 'Request'} failed`,
        response && show(`${response.status} ${response.statusText}`),
        // axios's own message says no more than the status.
        show(
          response && /^Request failed/.test(message)
            ? response.headers.location
              ? redirected(response.headers.location)
              : serverText(response.data)
            : message,
        ),
      ]
        .filter(Boolean)
        .join(': ') +
        (requestId && ` (request ${requestId})`) +
        (note ? ` (not repeated: ${note})` : ''),
      code,
    )
    this.name = 'ApiError'
    if (id) this.operationId = id
    if (response) this.status = response.status as Status
    if (requestId) this.requestId = requestId
    // Own accessors, not enumerable: inspectors print `[Getter]` for these even when asked for hidden members.
    for (const [name, value] of Object.entries({
      config,
      response,
      body: response?.data,
      cause,
      toJSON: () => ({ ...this }),
      // What axios.isCancel() looks for.
      __CANCEL__: code === AxiosError.ERR_CANCELED,
    })) {
      Object.defineProperty(this, name, { get: () => value })
    }
  }
}

/** An error with the reason why it was not repeated. */
export interface Noted {
  note?: string
}

/** The config that an error or answer shows: the caller's, without what an attempt adds. */
export type CallConfig = InternalAxiosRequestConfig & { operationId?: string }
