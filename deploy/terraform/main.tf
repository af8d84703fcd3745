# The Okta side of the bot: a service app that signs its requests, and a custom role that reaches no further than the people
# who get tokens. The Custom OTP authenticator is made in the Admin Console: the provider has no resource for it.
terraform {
  required_version = ">= 1.5"
  required_providers {
    okta = {
      source  = "okta/okta"
      version = "~> 4.20"
    }
  }
}

variable "org_url" {
  description = "Address of the Okta org, such as https://acme.okta.com"
  type        = string
}

variable "public_key_jwk" {
  description = "Public part of the app's key, as a JWK; the private part never comes here"
  type = object({
    kty = string
    kid = string
    e   = string
    n   = string
  })
}

variable "group_id" {
  description = "Group of the people who get tokens; administrators should not be in it"
  type        = string
}

resource "okta_app_oauth" "token_desk" {
  label                      = "Token Desk"
  type                       = "service"
  grant_types                = ["client_credentials"]
  response_types             = ["token"]
  token_endpoint_auth_method = "private_key_jwt"
  # The bot signs every request; a copied token is of no use to anybody else.
  dpop_bound_access_tokens = true

  jwks {
    kty = var.public_key_jwk.kty
    kid = var.public_key_jwk.kid
    e   = var.public_key_jwk.e
    n   = var.public_key_jwk.n
  }
}

resource "okta_app_oauth_api_scope" "token_desk" {
  app_id = okta_app_oauth.token_desk.id
  issuer = var.org_url
  scopes = [
    "okta.users.read",
    "okta.users.manage",
    "okta.authenticators.read",
    "okta.logs.read",
    "okta.roles.read",
  ]
}

resource "okta_admin_role_custom" "token_desk" {
  label       = "Token Desk"
  description = "Sees users and edits their authenticators"
  permissions = ["okta.users.read", "okta.users.credentials.manage"]
}

resource "okta_resource_set" "token_desk" {
  label       = "People with hardware tokens"
  description = "Whom Token Desk may hand tokens to"
  resources   = ["${var.org_url}/api/v1/groups/${var.group_id}/users"]
}

resource "okta_app_oauth_role_assignment" "token_desk" {
  client_id    = okta_app_oauth.token_desk.client_id
  type         = "CUSTOM"
  role         = okta_admin_role_custom.token_desk.id
  resource_set = okta_resource_set.token_desk.id
}

output "client_id" {
  description = "For OKTA_CLIENT_ID"
  value       = okta_app_oauth.token_desk.client_id
}
