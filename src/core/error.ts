import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { headerSecrets, redact } from './redact.js'

const MAX_TEXT = 500

/** What the server says went wrong, from the members that error bodies usually have. */
const serverText = (body: unknown): string | undefined => {
  if (typeof body === 'string') return body
  const { error, message, detail, title } = (body ?? {}) as Record<string, unknown>
  if (typeof error === 'object') return serverText(error)
  return [error, message, detail, title].find((text) => typeof text === 'string') as string | undefined
}

/** The bytes of a call with a binary answer as text; anything else as it stands. */
export const decode = (data: unknown): unknown =>
  data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? new TextDecoder().decode(data) : data

/** JSON's value, or the text itself where it isn't JSON. */
export const parse = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text
  } catch {
    return text
  }
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
  readonly operationId?: Id
  /** HTTP status; absent when no answer arrived. */
  declare status?: Status
  /** `x-request-id` or `x-amzn-requestid` of the answer. */
  readonly requestId?: string
  /** Body of the answer, parsed. */
  declare readonly body: Body

  static {
    // axios declares a member where it has a method.
    ApiError.prototype.toJSON = function (this: ApiError) {
      const { name, message, code, status, operationId, requestId } = this
      return { name, message, code, status, operationId, requestId }
    }
  }

  constructor(error: AxiosError, secrets: string[] = []) {
    const { config, response } = error as { config?: { operationId?: Id }; response?: AxiosResponse<Body> }
    const id = config?.operationId
    const headers = response?.headers ?? {}
    const requestId = headers['x-request-id'] ?? headers['x-amzn-requestid']
    const data = decode(response?.data)
    const body = (data === response?.data ? data : parse(data)) as Body
    const hidden = [...secrets, ...headerSecrets(error.config?.headers)]
    const said = redact(serverText(body) ?? '', hidden)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
      .slice(0, MAX_TEXT)
    super(
      [
        `${id ?? 'Request'} failed`,
        response && `${response.status} ${response.statusText}`.trim(),
        // axios's own message for an answer's status says no more than the status.
        response && /^Request failed/.test(error.message) ? said : redact(error.message, hidden),
      ]
        .filter(Boolean)
        .join(': ') +
        (requestId ? ` (request ${requestId})` : '') +
        ((error as Noted).note ? ` (not repeated: ${(error as Noted).note})` : ''),
      error.code,
    )
    this.name = 'ApiError'
    if (id) this.operationId = id
    if (response) this.status = response.status as Status
    if (requestId) this.requestId = `${requestId}`
    // What axios.isCancel() looks for.
    if (error.code === AxiosError.ERR_CANCELED) Object.defineProperty(this, '__CANCEL__', { value: true })
    // Own accessors: inspectors print `[Getter]` for these even when asked for hidden members.
    for (const [name, value] of Object.entries({
      config: error.config,
      response,
      body,
      cause: error.cause,
    })) {
      Object.defineProperty(this, name, { get: () => value, configurable: true })
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.stack} ${JSON.stringify({ ...this.toJSON(), name: undefined, message: undefined })}`
  }
}

/** An error with the reason why it was not repeated. */
export interface Noted {
  note?: string
}

/** The config that an error or answer shows: the caller's, without what an attempt adds. */
export type CallConfig = InternalAxiosRequestConfig & { operationId?: string }
