// Generated from OpenAPI documents. Do not edit: generate again.
/**
 * A JWT Access Token
 * @example eyJhbGciOiJIUzI1NiIsInR5cCI6Ikp...
 */
export type AccessToken = string

/** @example api_5ZugdRXasLfWBypHi93Fk */
export type AccessTokenId = string

/**
 * Human readable name for access token
 * @example Postman Access Token
 */
export type AccessTokenName = string

/**
 * Access token type
 * @example api
 */
export type AccessTokenType = "api" | "journey" | "portal" | "assume" | "app"

/** Journey ID for access token type "journey" */
export type AccessTokenJourneyId = string

/** Portal ID for access token type "portal" */
export type PortalId = string

export type TokenParameters = AccessTokenParameters | JourneyTokenParameters | PortalTokenParameters | AssumeTokenParameters | AppTokenParameters

/**
 * Lifetime: integer seconds, or a number with a unit from `ms` to `years`, such as `10h`, `7d` or `2 days`, within the same bounds.
 * @default 31536000
 * @example 3600
 */
export type ExpiresIn = number | string

/**
 * API token
 * @example {"name":"Postman Access Token","token_type":"api","assignments":["123:owner"],"expires_in":3600}
 */
export type AccessTokenParameters = {
  name: AccessTokenName
  token_type?: "api"
  assignments?: Assignments
  expires_in?: ExpiresIn
}

/**
 * Journey token
 * @example {"name":"Journey Access Token","token_type":"journey","journey_id":"8a7f5a62-0d1c-4c5a-9f0e-3a4f1f8f7c11","expires_in":"10h"}
 */
export type JourneyTokenParameters = {
  name: AccessTokenName
  token_type?: "journey"
  journey_id: AccessTokenJourneyId
  /**
   * Lifetime: integer seconds, or a number with a unit, such as `10h` or `2 days`, within the same bounds.
   * @default 604800
   */
  expires_in?: number | string
}

/**
 * Portal token
 * @example {"name":"Portal Access Token","token_type":"portal","portal_id":"END_CUSTOMER_PORTAL","expires_in":"7d"}
 */
export type PortalTokenParameters = {
  name: AccessTokenName
  token_type?: "portal"
  portal_id: PortalId
  /**
   * Lifetime: integer seconds, or a number with a unit, such as `10h` or `2 days`, within the same bounds.
   * @default 604800
   */
  expires_in?: number | string
}

/**
 * Assume token
 * @example {"name":"Support Session","token_type":"assume","assignments":["123:support"]}
 */
export type AssumeTokenParameters = {
  name: AccessTokenName
  token_type?: "assume"
  assignments?: Assignments
}

/**
 * App token
 * @example {"name":"Installed App","token_type":"app","assignments":["123:app-reader"],"expires_in":"2 days"}
 */
export type AppTokenParameters = {
  name: AccessTokenName
  token_type?: "app"
  assignments?: Assignments
  /**
   * Lifetime: integer seconds, or a number with a unit, such as `10h` or `2 days`, within the same bounds.
   * @default 604800
   */
  expires_in?: number | string
}

export type AccessTokenItem = {
  id: AccessTokenId
  /**
   * Format: date-time
   * @example 1970-01-01T00:00:00.000Z
   */
  created_at: string
  name: AccessTokenName
  token_type?: AccessTokenType
  journey_id?: AccessTokenJourneyId
  portal_id?: PortalId
  assignments?: Assignments
  /**
   * Format: date
   * @example 2026-02-24
   */
  last_used?: string
}

/**
 * Format: <organization_id>:<slug>
 * @example 123:owner
 */
export type RoleId = string

/**
 * List of role ids attached to an user
 * @example ["123:owner"]
 */
export type Assignments = RoleId[]

export type BadRequestResponse = {
  /** HTTP status code */
  status: number
  /** What went wrong, for humans */
  error: string
}

export type UnauthorizedResponse = {
  /** HTTP status code */
  status: number
  /** What went wrong, for humans */
  error: string
}

export type ForbiddenResponse = {
  /** HTTP status code */
  status: number
  /** What went wrong, for humans */
  error: string
}

export type InternalServerErrorResponse = {
  /** HTTP status code */
  status: number
  /** What went wrong, for humans */
  error: string
}

export type NotFoundResponse = {
  /** HTTP status code */
  status: number
  /** What went wrong, for humans */
  error: string
}

/** Parameters, body, and answers and failures by status, of each operation. */
export interface operations {
  createAccessToken: {
    requestBody: TokenParameters
    responses: {
      201: {
        token: AccessToken
      } & AccessTokenItem
    }
    errors: {
      400: BadRequestResponse
      401: UnauthorizedResponse
      403: ForbiddenResponse
      500: InternalServerErrorResponse
    }
  }
  listAccessTokens: {
    parameters: {
      /**
       * Filter by token types
       * @example ["api"]
       */
      token_type?: AccessTokenType[]
    }
    responses: {
      200: AccessTokenItem[]
    }
    errors: {
      400: BadRequestResponse
      401: UnauthorizedResponse
      403: ForbiddenResponse
      500: InternalServerErrorResponse
    }
  }
  revokeAccessToken: {
    parameters: {
      /** @example api_5ZugdRXasLfWBypHi93Fk */
      id: AccessTokenId
    }
    responses: {
      200: AccessTokenItem
    }
    errors: {
      400: BadRequestResponse
      401: UnauthorizedResponse
      403: ForbiddenResponse
      404: NotFoundResponse
      500: InternalServerErrorResponse
    }
  }
  getAccessTokenJwks: {
    responses: {
      200: {
        /** JSON Web Keys (RFC 7517) */
        keys: {
          /**
           * Signature algorithm
           * @example RS256
           */
          alg: string
          /**
           * RSA public exponent, base64url
           * @example AQAB
           */
          e: string
          /** Key id, as in the header of the tokens signed with this key */
          kid: string
          /**
           * Key type
           * @example RSA
           */
          kty: string
          /** RSA modulus, base64url */
          n: string
          /**
           * What the key is for
           * @example sig
           */
          use: string
        }[]
      }
    }
    errors: {
      500: InternalServerErrorResponse
    }
  }
  getAccessTokenOIDC: {
    responses: {
      200: {
        /**
         * Value of the `iss` claim of the tokens
         * Format: uri
         */
        issuer: string
        /**
         * Where the public keys are
         * Format: uri
         */
        jwks_uri: string
      }
    }
    errors: {
      500: InternalServerErrorResponse
    }
  }
  getPublicTokenJwks: {
    responses: {
      200: {
        /** JSON Web Keys (RFC 7517) */
        keys: {
          /**
           * Signature algorithm
           * @example RS256
           */
          alg: string
          /**
           * RSA public exponent, base64url
           * @example AQAB
           */
          e: string
          /** Key id, as in the header of the tokens signed with this key */
          kid: string
          /**
           * Key type
           * @example RSA
           */
          kty: string
          /** RSA modulus, base64url */
          n: string
          /**
           * What the key is for
           * @example sig
           */
          use: string
        }[]
      }
    }
    errors: {
      500: InternalServerErrorResponse
    }
  }
  getPublicTokenOIDC: {
    responses: {
      200: {
        /**
         * Value of the `iss` claim of the tokens
         * Format: uri
         */
        issuer: string
        /**
         * Where the public keys are
         * Format: uri
         */
        jwks_uri: string
      }
    }
    errors: {
      500: InternalServerErrorResponse
    }
  }
}
